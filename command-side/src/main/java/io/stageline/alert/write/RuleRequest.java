package io.stageline.alert.write;

import io.stageline.alert.events.RuleText;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.write.Values;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that an alert rule says, as it is sent; it exists only if the rule is sound by itself. */
public record RuleRequest(
        String name,
        Severity severity,
        @Nullable Mode mode,
        ConditionRequest condition,
        @Nullable Duration holdsFor,
        @Nullable Duration keepFiring,
        @Nullable List<String> fingerprint,
        @Nullable List<String> groupBy) {
    private static final String CONDITION = "/condition";

    public RuleRequest {
        Values.required("/name", name, Values.LINE);
        Bounds.there("/severity", severity);
        Bounds.there(CONDITION, condition);
        Bounds.time("/holdsFor", holdsFor);
        Bounds.time("/keepFiring", keepFiring);
        var said = condition.condition();
        new ConditionCanHold(said).verify(CONDITION);
        new ConditionCanFail(said).verify(CONDITION);
        var fields = new FingerprintFields(said);
        fingerprint = fields.fingerprint(fingerprint);
        groupBy = fields.groupBy(groupBy);
    }

    /** The rule's text; without a mode it is heard. */
    public RuleText text() {
        return new RuleText(
                name,
                mode == null ? Mode.LIVE : mode,
                severity,
                condition.condition(),
                holdsFor,
                keepFiring,
                fingerprint == null ? List.of() : fingerprint,
                groupBy == null ? List.of() : groupBy);
    }
}

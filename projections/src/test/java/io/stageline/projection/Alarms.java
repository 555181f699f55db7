package io.stageline.projection;

import io.stageline.alert.events.AlertEvent.About;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.events.AlertEvent.Premise;
import io.stageline.alert.events.Condition.DecisionChanged;
import io.stageline.alert.events.Condition.DecisionChanged.Fall;
import io.stageline.alert.events.Evidence;
import io.stageline.alert.events.RuleText;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.events.Sealed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules and alerts in the stories. */
public final class Alarms {
    public static final Evidence EVIDENCE =
            new Evidence(List.of(1L, 2L), Map.of("value", 95.0, "limit", 90.0), null, 1.5, "95.0 is above 90.0");

    private Alarms() {}

    public static RuleText rule(String name) {
        var condition = new DecisionChanged(Story.id("loans"), Set.of(Fall.LAPSE, Fall.DOWNGRADE, Fall.CANCEL));
        return new RuleText(
                name,
                Mode.LIVE,
                Severity.WARNING,
                condition,
                Duration.ofMinutes(5),
                null,
                List.of("contact"),
                List.of());
    }

    static AlertRaised raised(UUID alert, UUID rule, UUID contact, @Nullable UUID journal, @Nullable Sealed subject) {
        return new AlertRaised(
                alert,
                new Premise(rule, 1, Mode.LIVE, Severity.WARNING),
                new About(Story.id("fingerprint"), null, journal, contact, contact, subject),
                1,
                Story.day(8),
                Story.day(7),
                EVIDENCE,
                null);
    }
}

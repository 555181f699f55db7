package io.stageline.alert.automation;

import io.stageline.alert.events.RuleText.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule had or had not raised an alert about something at a time, as far as the log knew then. Of more than can be gone
 * through at once it is not complete: then it is about the log up to the position, and says how to go on.
 */
record ExplainAnswer(
        Instant at,
        @Nullable UUID fired,
        boolean holding,
        @Nullable Instant pendingSince,
        Map<String, Double> values,
        String because,
        @Nullable UUID silenced,
        @Nullable Mode mode,
        @Nullable Integer ruleRevision,
        @Nullable UUID fingerprint,
        List<Long> inputs,
        boolean complete,
        @Nullable Long position,
        @Nullable String rest) {

    /** There was nothing that could be evaluated. */
    static ExplainAnswer nothing(Instant at, String because) {
        return new ExplainAnswer(
                at, null, false, null, Map.of(), because, null, null, null, null, List.of(), true, null, null);
    }
}

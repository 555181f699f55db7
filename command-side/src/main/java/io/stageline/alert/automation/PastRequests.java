package io.stageline.alert.automation;

import io.stageline.write.Values;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is asked of the past. */
final class PastRequests {
    private PastRequests() {}

    /** A rule's text or a saved rule, over which alerts, and the rule that it is compared with. */
    record BacktestRequest(
            @Nullable JsonNode rule,
            @Nullable UUID ruleId,
            @Nullable Integer revision,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable UUID compare) {
        BacktestRequest {
            if ((rule == null || rule.isNull()) == (ruleId == null))
                throw Values.invalid("", "either rule or ruleId is required here");
            if (revision != null && (ruleId == null || revision < 1))
                throw Values.invalid("/revision", "a revision is one of a saved rule, from 1");
            if (from != null && to != null && !from.isBefore(to))
                throw Values.invalid("/to", "this must be later than from");
        }
    }

    /** Whom or what it is about, and when; now, if no time is given. */
    record ExplainRequest(
            @Nullable String subject,
            @Nullable UUID fingerprint,
            @Nullable Instant at) {
        ExplainRequest {
            Values.optional("/subject", subject, Values.LINE);
            if ((subject == null) == (fingerprint == null))
                throw Values.invalid("", "either subject or fingerprint is required here");
        }
    }
}

package io.stageline.alert.query;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.webhook.query.WebhookQueries.Delivery;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every question about alerts, each next to the shape of its answer. */
public sealed interface AlertQueries {

    /** How an alert may stand; one that is raised or acknowledged is open. */
    enum Status {
        OPEN,
        RAISED,
        ACKNOWLEDGED,
        RESOLVED
    }

    /** What a list of alerts is narrowed to: every filter given must hold. */
    record Wanted(
            @Nullable Status status,
            @Nullable UUID rule,
            @Nullable String subject,
            @Nullable Severity severity,
            @Nullable UUID group,
            Mode mode,
            @Nullable UUID contact,
            @Nullable UUID journal) {
        private static final int LONGEST_SUBJECT = 200;
        private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

        public Wanted {
            subject = Filters.given(subject);
            if (subject != null && subject.length() > LONGEST_SUBJECT)
                throw Filters.invalid("subject", "at most " + LONGEST_SUBJECT + " characters");
        }

        /** The subject, if it is given by its id. */
        @Nullable
        UUID subjectId() {
            return subject != null && ID.matcher(subject).matches() ? UUID.fromString(subject) : null;
        }

        /** That the subject is meant, by its name or by its id. */
        String matchesSubject() {
            return subjectId() == null ? "subject = :subject" : "(subject = :subject OR subject_id = :subjectId)";
        }
    }

    /** The alerts that were raised, newest first. */
    record Alerts(Wanted wanted, int limit, @Nullable String cursor) implements AlertQueries {
        public Alerts {
            Page.limit(limit);
        }
    }

    record OneAlert(UUID alertId) implements AlertQueries {}

    record ExplainAlert(UUID alertId) implements AlertQueries {}

    /** An alert as it stands, and the evidence on which it was raised. */
    record Alert(
            UUID alertId,
            UUID ruleId,
            int revision,
            Mode mode,
            Severity severity,
            Status status,
            UUID fingerprint,
            @Nullable UUID groupKey,
            @Nullable UUID journalId,
            @Nullable UUID contactId,
            @Nullable UUID subjectId,
            @Nullable String subject,
            @Nullable UUID silenceId,
            @Nullable Instant silencedUntil,
            Instant raisedAt,
            @Nullable Instant pendingSince,
            @Nullable Instant resolvedAt,
            @Nullable String why,
            @Schema(type = "object") @JsonRawValue String evidence,
            @Schema(type = "object") @JsonRawValue @Nullable String resolvedOn,
            long version) {}

    /** An alert, and what became of each message that tells an endpoint of it. */
    record ToldAlert(@JsonUnwrapped Alert alert, List<Delivery> deliveries) {}

    /** Why an alert was raised: what its rule said then, what it rests on, what happened to it, and whether it is sent. */
    record Explanation(
            Alert alert,
            @Schema(type = "object") @JsonRawValue @Nullable String rule,
            List<Input> inputs,
            Map<String, Double> values,
            @Nullable Double baseline,
            @Nullable Double score,
            String because,
            List<Step> steps,
            Sent sent,
            List<Delivery> deliveries) {}

    /** An event that the finding rests on. */
    record Input(long position, @Nullable Instant recordedAt) {}

    /** What happened to the alert, who did it and what he said. */
    record Step(
            long version,
            What what,
            Instant recordedAt,
            UUID actor,
            @Nullable String note,
            @Nullable Instant until) {
        /** What can happen to an alert. */
        enum What {
            RAISED,
            ACKNOWLEDGED,
            SILENCED,
            RESOLVED
        }
    }

    /** Whether receivers are told of it, and if not, why. */
    record Sent(boolean would, @Nullable WhyNot why) {
        /** Its rule is only watched, or somebody wanted silence. */
        enum WhyNot {
            shadow,
            silenced
        }
    }
}

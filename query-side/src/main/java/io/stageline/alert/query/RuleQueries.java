package io.stageline.alert.query;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.stageline.query.Page;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every question about alert rules, each next to the shape of its answer. */
public sealed interface RuleQueries {

    /** The rules that were not deleted, in the order in which they were made. */
    record Rules(int limit, @Nullable String cursor) implements RuleQueries {
        public Rules {
            Page.limit(limit);
        }
    }

    record OneRule(UUID ruleId) implements RuleQueries {}

    /** What a rule ever said, newest first. */
    record Revisions(UUID ruleId, int limit, @Nullable String cursor) implements RuleQueries {
        public Revisions {
            Page.limit(limit);
        }
    }

    /** A rule as it stands: what it says as it is sent to change it, and its silences that nobody has ended. */
    record AlertRule(
            UUID ruleId,
            int revision,
            boolean enabled,
            boolean deleted,
            @Schema(type = "object") @JsonRawValue String rule,
            @Schema(type = "array") @JsonRawValue String silences,
            Instant createdAt,
            Instant changedAt,
            long version) {}

    /** What a rule said from when on, and who had it so. */
    record Revision(
            int revision,
            @Schema(type = "object") @JsonRawValue String rule,
            Instant savedAt,
            UUID savedBy) {}
}

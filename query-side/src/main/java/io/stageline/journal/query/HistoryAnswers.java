package io.stageline.journal.query;

import io.stageline.journal.events.StageWarning;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The shapes of the answers to {@link HistoryQueries}. */
public final class HistoryAnswers {
    private HistoryAnswers() {}

    /** One stage event of an entry; one that was withdrawn stays, with who withdrew it and why. */
    public record TimelineItem(
            UUID eventId,
            String stage,
            Instant occurredAt,
            Instant recordedAt,
            @Nullable String note,
            List<StageWarning> warnings,
            @Nullable Withdrawal withdrawn,
            long version,
            UUID actor) {}

    /** A stage event was recorded by mistake. */
    public record Withdrawal(UUID eventId, @Nullable String reason, UUID actor, Instant recordedAt) {}

    /**
     * One decision about an entry, or the correction of an earlier one: what, why, when and by whom. A correction names
     * the decision that it corrects; what was corrected since says so. The change is what it meant for the decision
     * before, and null for the correction of a decision that was no longer in force.
     */
    public record DecisionChange(
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            @Nullable String monthlyAmount,
            LocalDate effectiveFrom,
            @Nullable String change,
            @Nullable String reason,
            Instant recordedAt,
            UUID stageEventId,
            @Nullable UUID corrects,
            boolean corrected,
            long version,
            UUID actor) {}
}

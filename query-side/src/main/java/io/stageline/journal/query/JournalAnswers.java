package io.stageline.journal.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.Staleness;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The shapes of the answers to {@link JournalQueries}. */
public final class JournalAnswers {
    private JournalAnswers() {}

    /**
     * A journal with its ordered stages, the words its decisions may use, and after how many days in a stage an entry is
     * rotten.
     */
    public record Journal(
            UUID journalId,
            String name,
            List<String> stages,
            List<String> statuses,
            Map<String, Integer> rotDays,
            boolean archived,
            Instant createdAt,
            long version) {}

    /** A page of a grid. */
    public record Grid(
            List<GridRow> rows, long total, @Nullable String next) {}

    /**
     * One entry: where it is, how fresh that is and whether it is there for too long, a cell for every stage that is shown
     * in the journal's order, the decision.
     */
    public record GridRow(
            UUID contactId,
            @Nullable String name,
            @Nullable String currentStage,
            @Nullable Instant lastActivityAt,
            @Nullable Long daysSinceActivity,
            @Nullable Staleness staleness,
            boolean rotten,
            long version,
            Map<String, Cell> cells,
            @Nullable GridDecision decision,
            int openAlerts) {}

    /**
     * One stage of one entry; a stage that was not reached says only {@code completed: false}. Whole days were spent in it
     * the last time, which still runs in the current stage, and all times together.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cell(
            boolean completed,
            @Nullable Instant at,
            @Nullable Integer count,
            @Nullable Long daysAgo,
            @Nullable Staleness staleness,
            @Nullable Long daysInStage,
            @Nullable Long totalDaysInStage,
            @Nullable Long version,
            @Nullable List<StageWarning> warnings) {}

    /** The decision in force, what comes in per month under it, and what it means for the one before it. */
    public record GridDecision(
            UUID decisionId,
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            @Nullable String monthlyAmount,
            LocalDate effectiveFrom,

            @Schema(allowableValues = {"new", "upgrade", "downgrade", "pause", "resume", "lapse", "cancel", "neutral"})
            String change,

            @Nullable EarlierDecision previous,
            long version) {}

    /** The decision that was in force before. */
    public record EarlierDecision(
            UUID decisionId,
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            LocalDate effectiveFrom) {}
}

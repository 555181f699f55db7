package io.stageline.journal.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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

    /** A journal with its ordered stages and the words its decisions may use. */
    public record Journal(
            UUID journalId,
            String name,
            List<String> stages,
            List<String> statuses,
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

    /** One stage event of an entry. */
    public record TimelineItem(
            UUID eventId,
            String stage,
            Instant occurredAt,
            Instant recordedAt,
            @Nullable String note,
            List<StageWarning> warnings,
            long version,
            UUID actor) {}

    /** One decision about an entry: what, why, when and by whom. */
    public record DecisionChange(
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            LocalDate effectiveFrom,
            @Nullable String reason,
            Instant recordedAt,
            UUID stageEventId,
            long version,
            UUID actor) {}

    /** A journal in numbers: its funnel, how often stages were skipped, and what was decided. */
    public record Report(
            UUID journalId,
            long entries,
            List<FunnelStage> funnel,
            long moves,
            long skips,
            long backwards,
            @Nullable Double skipRate,
            SkipRateHealth skipRateHealth,
            List<Decided> decisions,
            long withoutDecision) {}

    /**
     * One stage of the funnel: the entries in it now, those that ever reached it, how often it happened, the entries whose
     * last time is 90 days ago or more, and the days that an entry which reached it spent in it on average.
     */
    public record FunnelStage(
            String stage,
            long current,
            long reached,
            long completions,
            long stale,
            @Nullable Double averageDays) {}

    /** How many entries have a decision of this status in force. */
    @Schema(name = "DecisionCount")
    public record Decided(String status, long count) {}

    /** What the skip rate says of the journal's stages: never skipped is too rigid, 40 % or more too loose (S1-P6.d). */
    public enum SkipRateHealth {
        healthy,
        @JsonProperty("too-rigid")
        too_rigid,
        @JsonProperty("too-loose")
        too_loose,
        unknown;

        private static final double LOOSE_FROM = 0.4;

        static SkipRateHealth of(@Nullable Double rate) {
            if (rate == null) return unknown;
            if (rate == 0) return too_rigid;
            return rate >= LOOSE_FROM ? too_loose : healthy;
        }
    }
}

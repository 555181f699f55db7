package io.stageline.journal.query;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The shape of a report. */
public final class ReportAnswers {
    private ReportAnswers() {}

    /**
     * A journal in numbers: its funnel, how often stages were skipped, what was decided, what that meant for what was
     * decided before, what is pledged, and, if asked for, what happened in the latest stretches of time.
     */
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
            long withoutDecision,
            List<Changed> changes,
            List<Pledged> pledgedPerMonth,
            List<Bucket> buckets) {}

    /**
     * One stage of the funnel: the entries in it now, those of them that are rotten, those that ever reached it and how
     * often it happened; of those that reached it, how many did so 90 days ago or more and how many since, the share that
     * reached a later stage, and the days an entry spent in it on average: in all its stays, and in the one that runs.
     */
    public record FunnelStage(
            String stage,
            long current,
            long rotten,
            long reached,
            long completions,
            long stale,
            long fresh,
            @Nullable Double conversion,
            @Nullable Double averageDays,
            @Nullable Double averageDaysNow) {}

    /** How many entries have a decision of this status in force. */
    @Schema(name = "DecisionCount")
    public record Decided(String status, long count) {}

    /** How many entries have a decision in force that meant this for the one before. */
    public record Changed(String change, long count) {}

    /** What the decisions in force promise per month in one currency. */
    public record Pledged(String currency, String amount) {}

    /**
     * What happened from one day up to another one, which is not part of it: stage events by when they occurred, less
     * those withdrawn since, and decisions by the day on which they took effect and what they changed.
     */
    public record Bucket(LocalDate from, LocalDate to, Map<String, Long> stages, Map<String, Long> decisions) {}

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

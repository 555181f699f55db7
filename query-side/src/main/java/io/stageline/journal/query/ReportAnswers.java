package io.stageline.journal.query;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The shape of a report. */
public final class ReportAnswers {
    private ReportAnswers() {}

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

package io.stageline.journal.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.Staleness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cell that is explained, as the grid shows it; a stage that was not reached says only that. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExplainedCell(
        boolean completed,
        @Nullable Instant at,
        @Nullable Integer count,
        @Nullable Long daysAgo,
        @Nullable Staleness staleness,
        @Nullable Long daysInStage,
        @Nullable Long totalDaysInStage,
        @Nullable Long version,
        @Nullable List<StageWarning> warnings) {
    private static final ExplainedCell NOT_REACHED =
            new ExplainedCell(false, null, null, null, null, null, null, null, null);

    static ExplainedCell of(StagePath path, String stage, Instant now) {
        var cell = path.cell(stage);
        if (cell == null) return NOT_REACHED;
        var runs = stage.equals(path.current()) && path.since() != null;
        var running = runs ? Math.max(0, Duration.between(path.since(), now).getSeconds()) : 0;
        return new ExplainedCell(
                true,
                cell.at(),
                cell.count(),
                Staleness.daysAgo(cell.at(), now),
                Staleness.of(cell.at(), now),
                days(runs ? running : cell.lastStaySeconds()),
                days(cell.endedSeconds() + running),
                cell.version(),
                cell.warnings());
    }

    private static long days(long seconds) {
        return Duration.ofSeconds(seconds).toDays();
    }
}

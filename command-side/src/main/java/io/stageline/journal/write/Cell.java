package io.stageline.journal.write;

import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.Staleness;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A completed cell of the grid as it stands now; days in a stage are whole days of the latest stay and of all. */
@Schema(name = "CompletedCell")
public record Cell(
        boolean completed,
        Instant at,
        int count,
        long daysAgo,
        Staleness staleness,
        long daysInStage,
        long totalDaysInStage,
        long version,
        List<StageWarning> warnings) {

    /** The cell of a stage; null when nothing happened in it. */
    static @Nullable Cell of(StagePath path, String stage, Clock clock) {
        var cell = path.cell(stage);
        if (cell == null) return null;
        var now = clock.instant();
        var running = stage.equals(path.current()) && path.since() != null ? seconds(path.since(), now) : -1;
        return new Cell(
                true,
                cell.at(),
                cell.count(),
                Staleness.daysAgo(cell.at(), now),
                Staleness.of(cell.at(), now),
                TimeUnit.SECONDS.toDays(running < 0 ? cell.lastStaySeconds() : running),
                TimeUnit.SECONDS.toDays(cell.endedSeconds() + Math.max(0, running)),
                cell.version(),
                cell.warnings());
    }

    /** A stay that begins only later has lasted nothing so far. */
    private static long seconds(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).getSeconds());
    }
}

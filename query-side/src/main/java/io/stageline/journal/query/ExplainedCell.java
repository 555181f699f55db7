package io.stageline.journal.query;

import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.JournalAnswers.Cell;
import java.time.Duration;
import java.time.Instant;

/** The cell that is explained, as the grid shows it at one moment. */
final class ExplainedCell {
    private static final Cell NOT_REACHED = new Cell(false, null, null, null, null, null, null, null, null);

    private ExplainedCell() {}

    static Cell of(StagePath path, String stage, Instant now) {
        var cell = path.cell(stage);
        if (cell == null) return NOT_REACHED;
        var runs = stage.equals(path.current()) && path.since() != null;
        var running = runs ? Math.max(0, Duration.between(path.since(), now).getSeconds()) : 0;
        return new Cell(
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

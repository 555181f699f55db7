package io.stageline.journal.write;

import io.stageline.journal.events.StageCell;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.Staleness;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** A completed cell of the grid as it stands now. */
@Schema(name = "CompletedCell")
public record Cell(
        boolean completed,
        Instant at,
        int count,
        long daysAgo,
        Staleness staleness,
        long version,
        List<StageWarning> warnings) {

    static Cell of(StageCell cell, Instant now) {
        return new Cell(
                true,
                cell.at(),
                cell.count(),
                Staleness.daysAgo(cell.at(), now),
                Staleness.of(cell.at(), now),
                cell.version(),
                cell.warnings());
    }
}

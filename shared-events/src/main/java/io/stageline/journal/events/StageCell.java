package io.stageline.journal.events;

import io.stageline.journal.events.EntryEvent.StageRecorded;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One cell of the grid: how often a stage happened for an entry, when last, and the warnings of that last time. */
public record StageCell(Instant at, int count, long version, List<StageWarning> warnings) {

    /** The cell after one more event of its stage; a late event counts but does not become the latest. */
    public static StageCell after(@Nullable StageCell cell, StageRecorded event, long version) {
        if (cell == null) return new StageCell(event.occurredAt(), 1, version, event.warnings());
        if (event.occurredAt().isBefore(cell.at()))
            return new StageCell(cell.at(), cell.count() + 1, version, cell.warnings());
        return new StageCell(event.occurredAt(), cell.count() + 1, version, event.warnings());
    }
}

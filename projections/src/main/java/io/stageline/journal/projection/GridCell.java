package io.stageline.journal.projection;

import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.StageCell;
import io.stageline.journal.events.StageWarning;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stage of a grid row: when last, how often, and for how many seconds it was the current one, until it was left. */
public record GridCell(Instant at, int count, long version, long seconds, List<StageWarning> warnings) {

    static GridCell after(@Nullable GridCell cell, StageRecorded event, long version) {
        var next = StageCell.after(cell == null ? null : cell.counted(), event, version);
        var seconds = cell == null ? 0 : cell.seconds;
        return new GridCell(next.at(), next.count(), next.version(), seconds, next.warnings());
    }

    GridCell stayed(long more) {
        return new GridCell(at, count, version, seconds + more, warnings);
    }

    private StageCell counted() {
        return new StageCell(at, count, version, warnings);
    }
}

package io.stageline.journal.projection;

import static io.stageline.journal.events.StageWarning.Code.STAGES_SKIPPED;
import static io.stageline.journal.events.StageWarning.Code.STAGE_BACKWARD;

import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.StageWarning;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of a grid row that says where the entry is and what it went through. Cells stand in the order in which
 * their stages were first recorded.
 */
public record StagePath(
        @Nullable String current,
        @Nullable Instant since,
        @Nullable Instant lastActivityAt,
        Map<String, GridCell> cells,
        int moves,
        int skips,
        int backwards,
        long version) {
    static final StagePath NONE = new StagePath(null, null, null, Map.of(), 0, 0, 0, 0);

    /** The path after one more stage event; one that happened before the last one known moves nothing. */
    StagePath after(StageRecorded recorded, long version) {
        var event = storable(recorded);
        var cells = new LinkedHashMap<>(this.cells);
        cells.put(event.stage(), GridCell.after(cells.get(event.stage()), event, version));
        if (isLate(event))
            return new StagePath(current, since, lastActivityAt, cells, moves, skips, backwards, version);
        leaveCurrent(event.occurredAt(), cells);
        return new StagePath(
                event.stage(),
                event.occurredAt(),
                event.occurredAt(),
                cells,
                moves + 1,
                skips + has(STAGES_SKIPPED, event.warnings()),
                backwards + has(STAGE_BACKWARD, event.warnings()),
                version);
    }

    private boolean isLate(StageRecorded event) {
        return lastActivityAt != null && event.occurredAt().isBefore(lastActivityAt);
    }

    private void leaveCurrent(Instant at, Map<String, GridCell> cells) {
        if (current == null || since == null) return;
        var stayed = Duration.between(since, at).getSeconds();
        cells.computeIfPresent(current, (stage, cell) -> cell.stayed(stayed));
    }

    private static int has(StageWarning.Code code, List<StageWarning> warnings) {
        return warnings.stream().anyMatch(warning -> warning.code() == code) ? 1 : 0;
    }

    // The database keeps microseconds: folding with more would depend on where a batch ended.
    private static StageRecorded storable(StageRecorded event) {
        return new StageRecorded(
                event.journalId(),
                event.contactId(),
                event.eventId(),
                event.stage(),
                event.occurredAt().truncatedTo(ChronoUnit.MICROS),
                event.note(),
                event.warnings());
    }
}

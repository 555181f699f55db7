package io.stageline.journal.events;

import static io.stageline.journal.events.StageWarning.Code.STAGES_SKIPPED;
import static io.stageline.journal.events.StageWarning.Code.STAGE_BACKWARD;

import io.stageline.journal.events.EntryEvent.StageRecorded;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry is, since when, and what it went through: the fold of its stage events. Cells stand in the order in
 * which their stages were first recorded. The moves are those events that were not late, among them those that
 * skipped stages and those that went backward.
 */
public record StagePath(
        @Nullable String current,
        @Nullable Instant since,
        @Nullable Instant lastActivityAt,
        List<StageCell> cells,
        int moves,
        int skips,
        int backwards) {
    public static final StagePath NONE = new StagePath(null, null, null, List.of(), 0, 0, 0);

    public StagePath after(StageRecorded event, long version) {
        return after(event.stage(), event.occurredAt(), event.warnings(), version);
    }

    /**
     * The path after one more stage event. One that happened before the last one known moves nothing; one of the
     * stage the entry is in does not end its stay. Times are kept in microseconds, as the database keeps them.
     */
    public StagePath after(String stage, Instant occurredAt, List<StageWarning> warnings, long version) {
        var at = occurredAt.truncatedTo(ChronoUnit.MICROS);
        var counted = counted(stage, at, warnings, version);
        if (isLate(at)) return new StagePath(current, since, lastActivityAt, counted, moves, skips, backwards);
        var stays = stage.equals(current);
        return new StagePath(
                stage,
                stays ? since : at,
                at,
                stays ? counted : withoutCurrent(counted, at),
                moves + 1,
                skips + has(STAGES_SKIPPED, warnings),
                backwards + has(STAGE_BACKWARD, warnings));
    }

    /** Whether an event of that time would be older than what is known already. */
    public boolean isLate(Instant at) {
        return lastActivityAt != null && at.isBefore(lastActivityAt);
    }

    /** The cell of a stage, or null when it was never reached. */
    public @Nullable StageCell cell(String stage) {
        for (var cell : cells) if (cell.stage().equals(stage)) return cell;
        return null;
    }

    private List<StageCell> counted(String stage, Instant at, List<StageWarning> warnings, long version) {
        var counted = new ArrayList<StageCell>(cells.size() + 1);
        var isNew = true;
        for (var cell : cells) {
            var same = cell.stage().equals(stage);
            counted.add(same ? cell.again(at, warnings, version) : cell);
            isNew &= !same;
        }
        if (isNew) counted.add(StageCell.first(stage, at, warnings, version));
        return counted;
    }

    private List<StageCell> withoutCurrent(List<StageCell> cells, Instant at) {
        if (since == null) return cells;
        var stayed = Duration.between(since, at).getSeconds();
        cells.replaceAll(cell -> cell.stage().equals(current) ? cell.left(stayed) : cell);
        return cells;
    }

    private static int has(StageWarning.Code code, List<StageWarning> warnings) {
        for (var warning : warnings) if (warning.code() == code) return 1;
        return 0;
    }
}

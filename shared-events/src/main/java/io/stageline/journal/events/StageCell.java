package io.stageline.journal.events;

import java.time.Instant;
import java.util.List;

/**
 * One stage that an entry reached: when last, how often, with which warnings that last time, the version of its last
 * event, and the whole seconds of all stays in it that ended and of the last of them. A stay that still runs is told
 * from {@link StagePath#since()}.
 */
public record StageCell(
        String stage,
        Instant at,
        int count,
        long version,
        long endedSeconds,
        long lastStaySeconds,
        List<StageWarning> warnings) {

    static StageCell first(String stage, Instant at, List<StageWarning> warnings, long version) {
        return new StageCell(stage, at, 1, version, 0, 0, warnings);
    }

    /** The cell after one more event of its stage; a late event counts but does not become the latest. */
    StageCell again(Instant at, List<StageWarning> warnings, long version) {
        var late = at.isBefore(this.at);
        return new StageCell(
                stage,
                late ? this.at : at,
                count + 1,
                version,
                endedSeconds,
                lastStaySeconds,
                late ? this.warnings : warnings);
    }

    StageCell left(long stayed) {
        return new StageCell(stage, at, count, version, endedSeconds + stayed, stayed, warnings);
    }
}

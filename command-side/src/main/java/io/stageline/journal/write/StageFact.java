package io.stageline.journal.write;

import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.StageWarning;
import java.time.Instant;
import java.util.List;

/**
 * What an entry keeps of a stage event: all that its path is folded from, whether a decision came with it, and the version
 * at which it was withdrawn, or 0.
 */
record StageFact(
        String stage, Instant at, long version, List<StageWarning> warnings, boolean ofDecision, long withdrawnAt) {

    static StageFact of(StageRecorded event, long version) {
        return new StageFact(event.stage(), event.occurredAt(), version, event.warnings(), false, 0);
    }

    StageFact ofThisDecision() {
        return new StageFact(stage, at, version, warnings, true, withdrawnAt);
    }

    StageFact withdrawnAt(long version) {
        return new StageFact(stage, at, this.version, warnings, ofDecision, version);
    }

    /** Whether it was there and not withdrawn when the entry was at this version. */
    boolean countedAt(long version) {
        return this.version <= version && (withdrawnAt == 0 || withdrawnAt > version);
    }
}

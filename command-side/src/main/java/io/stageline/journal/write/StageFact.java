package io.stageline.journal.write;

import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.StageWarning;
import java.time.Instant;
import java.util.List;

/** What an entry keeps of a stage event: all that its path is folded from, whether a decision came with it, and whether it still counts. */
record StageFact(
        String stage, Instant at, long version, List<StageWarning> warnings, boolean ofDecision, boolean withdrawn) {

    static StageFact of(StageRecorded event, long version) {
        return new StageFact(event.stage(), event.occurredAt(), version, event.warnings(), false, false);
    }

    StageFact ofThisDecision() {
        return new StageFact(stage, at, version, warnings, true, withdrawn);
    }

    StageFact nowWithdrawn() {
        return new StageFact(stage, at, version, warnings, ofDecision, true);
    }
}

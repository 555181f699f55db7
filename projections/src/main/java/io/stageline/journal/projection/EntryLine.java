package io.stageline.journal.projection;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent.DecisionTaken;

/** One line of an entry's past: an event, what it said, and how the entry stood after it. */
record EntryLine(Recorded recorded, Told told, GridRow after) {

    /** Whether it tells of a decision without a stage event right before it, which cannot be (S1-P2.c). */
    boolean isLonelyDecision() {
        return recorded.event() instanceof DecisionTaken && after.pathVersion() != recorded.version() - 1;
    }
}

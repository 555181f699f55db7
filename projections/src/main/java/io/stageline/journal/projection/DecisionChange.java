package io.stageline.journal.projection;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import org.jspecify.annotations.Nullable;

/** One line of a decision history: a decision with its reason in clear, while it can be read. */
record DecisionChange(
        EntryKey key,
        Recorded recorded,
        DecisionTaken event,
        @Nullable String reason) {}

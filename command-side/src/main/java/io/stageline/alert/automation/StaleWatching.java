package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Due;
import io.stageline.alert.events.Condition.EntryStale;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import java.time.Duration;
import java.time.Instant;

/** Watches that something happens to an entry from time to time. */
record StaleWatching(EntryStale condition) implements DueWatching {
    @Override
    public Memory after(Memory memory, Input input) {
        if (input.entry() instanceof EntryRemoved) return memory.with((Due) null);
        var before = memory.due();
        var isActivity = !(input.entry() instanceof EntryAdded);
        var hadActivity = memory.begun() != null;
        if (before != null && hadActivity && before.openedAt().isAfter(input.occurredAt())) return memory;
        var by = input.occurredAt().plus(Duration.ofDays(condition.days()));
        var opened = memory.with(new Due(input.occurredAt(), input.position(), by, null, null));
        return isActivity ? opened.begun(input.occurredAt()) : opened;
    }

    @Override
    public Instant changesFrom(Input input, Instant now) {
        return now;
    }
}

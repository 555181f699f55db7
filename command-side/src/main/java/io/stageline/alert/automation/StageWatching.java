package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Due;
import io.stageline.alert.events.Condition.StageNotReached;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Watches that an entry reaches a stage in time. */
record StageWatching(StageNotReached condition) implements DueWatching {
    @Override
    public Memory after(Memory memory, Input input) {
        EntryEvent event = Objects.requireNonNull(input.entry());
        if (event instanceof EntryAdded && condition.after() == null) return opened(memory, input, input.occurredAt());
        if (event instanceof EntryRemoved) return memory.with((Due) null);
        if (event instanceof StageRecorded stage) return recorded(memory, input, stage);
        if (event instanceof StageWithdrawn withdrawn) return withdrawn(memory, withdrawn);
        return memory;
    }

    private Memory recorded(Memory memory, Input input, StageRecorded stage) {
        if (stage.stage().equals(condition.stage())) return reached(memory, stage.occurredAt(), stage.eventId());
        if (stage.stage().equals(condition.after())) return opened(memory, input, stage.occurredAt());
        var due = memory.due();
        // A history that is brought in later tells that the entry is older than its coming into the journal.
        return condition.after() == null && due != null && stage.occurredAt().isBefore(due.openedAt())
                ? opened(memory, input, stage.occurredAt())
                : memory;
    }

    private Memory opened(Memory memory, Input input, Instant at) {
        var before = memory.due();
        var by = at.plus(Duration.ofDays(condition.days()));
        if (before != null && !at.isBefore(before.openedAt())) return memory;
        var cause = before == null ? input.position() : before.openedBy();
        var done = before == null ? memory.lastClosed() : before.doneAt();
        return memory.with(new Due(at, cause, by, done, before == null ? null : before.doneBy()));
    }

    private static Memory reached(Memory memory, Instant at, UUID by) {
        var due = memory.due();
        if (due == null) return memory.closed(at);
        return due.doneAt() != null && !at.isBefore(due.doneAt()) ? memory : memory.with(due.done(at, by));
    }

    private static Memory withdrawn(Memory memory, StageWithdrawn withdrawn) {
        @Nullable Due due = memory.due();
        return due != null && withdrawn.stageEventId().equals(due.doneBy())
                ? memory.with(due.done(null, null))
                : memory;
    }
}

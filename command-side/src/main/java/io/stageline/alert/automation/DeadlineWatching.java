package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Due;
import io.stageline.alert.events.Condition.Deadline;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Watches that what one signal opens is closed by another one in time. */
record DeadlineWatching(Deadline condition) implements DueWatching {
    /** Clocks differ, and who writes down days for times begins at midnight. */
    private static final Duration DISORDER = Duration.ofDays(1);

    @Override
    public Memory after(Memory memory, Input input) {
        return input.closes() ? closed(memory, input) : opened(memory, input);
    }

    private Memory opened(Memory memory, Input input) {
        var by = by(input);
        var before = memory.due();
        if (by == null || before != null && before.openedAt().isAfter(input.occurredAt())) return memory;
        var known = memory.begun() == null ? memory.begun(input.occurredAt()) : memory;
        var done = DueWatching.doneSince(known.lastClosed(), closableFrom(known, input.occurredAt()));
        return known.with(new Due(input.occurredAt(), input.position(), by, done, null));
    }

    /** From when on a close belongs to what was opened at a time: if nothing was opened before, it may seem to come first. */
    private static Instant closableFrom(Memory memory, Instant openedAt) {
        return openedAt.equals(memory.begun()) ? openedAt.minus(DISORDER) : openedAt;
    }

    private @Nullable Instant by(Input input) {
        if (condition.dueField() != null) return input.due();
        return condition.within() == null ? null : input.occurredAt().plus(condition.within());
    }

    /** The first close after the opening counts. */
    private static Memory closed(Memory memory, Input input) {
        var at = input.occurredAt();
        var due = memory.due();
        var last = memory.lastClosed() == null || memory.lastClosed().isBefore(at) ? at : memory.lastClosed();
        var closed = memory.closed(last);
        if (due == null
                || at.isBefore(closableFrom(memory, due.openedAt()))
                || due.doneAt() != null && !due.doneAt().isAfter(at)) return closed;
        return closed.with(due.done(at, null));
    }
}

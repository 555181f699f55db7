package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Due;
import java.time.Duration;
import java.time.Instant;

/** Watches that a further input comes in time after each one. */
record AbsenceWatching(Duration window) implements DueWatching {
    @Override
    public Memory after(Memory memory, Input input) {
        var before = memory.due();
        if (before != null && before.openedAt().isAfter(input.occurredAt())) return memory;
        return memory.with(
                new Due(input.occurredAt(), input.position(), input.occurredAt().plus(window), null, null));
    }

    @Override
    public Instant changesFrom(Input input, Instant now) {
        return now;
    }
}

package io.stageline.alert.automation;

import io.stageline.journal.events.EntryEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one event of the log is to one rule: when it occurred and when it was recorded, and what the rule asks of it. */
record Input(
        long position,
        UUID stream,
        Instant occurredAt,
        Instant recordedAt,
        @Nullable Double value,
        boolean part,
        boolean closes,
        @Nullable Instant due,
        @Nullable EntryEvent entry) {}

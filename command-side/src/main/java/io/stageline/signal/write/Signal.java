package io.stageline.signal.write;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A fact that somebody sent in, in whichever form it came; without a time of its own it occurs when it is received. */
record Signal(
        String id,
        String source,
        String type,
        @Nullable String subject,
        @Nullable Double value,
        @Nullable Instant occurredAt,
        SignalContent content) {}

package io.stageline.eventlog;

import java.time.Instant;
import java.util.UUID;

/** An event as the log keeps it: what happened, in which stream at which version, and at which position of the log. */
public record Recorded(
        long position,
        UUID tenant,
        UUID stream,
        long version,
        UUID eventId,
        Object event,
        Instant recordedAt,
        Origin origin) {}

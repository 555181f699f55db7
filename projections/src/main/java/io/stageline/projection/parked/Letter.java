package io.stageline.projection.parked;

import io.stageline.eventlog.StreamKey;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event that a generation has not folded, why, and what became of it. What the event says is only in the one that is shown alone. */
public record Letter(
        UUID tenant,
        UUID id,
        String projection,
        int generation,
        int log,
        UUID stream,
        long version,
        long position,
        UUID eventId,
        String type,
        Cause cause,
        String error,
        State state,
        Instant parkedAt,
        int attempts,
        @Nullable Instant triedAt,
        @Nullable Instant closedAt,
        @Nullable String closedBy,
        @Nullable String reason,
        @Nullable Found found) {

    /** What happens with a letter and with everything behind it; the name on the wire is in lower case. */
    public enum State {
        /** Waits for somebody to retry or drop it. */
        PARKED,
        /** Given up, with a reason: the row stays as it was before this event. */
        DROPPED,
        /** Folded after all. */
        DONE;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /** The event as it was found in the log when it was parked; personal text in it is still sealed. */
    public record Found(String type, String payload) {}

    StreamKey sequence() {
        return new StreamKey(tenant, stream);
    }

    Letter with(Found what) {
        return new Letter(
                tenant,
                id,
                projection,
                generation,
                log,
                stream,
                version,
                position,
                eventId,
                type,
                cause,
                error,
                state,
                parkedAt,
                attempts,
                triedAt,
                closedAt,
                closedBy,
                reason,
                what);
    }
}

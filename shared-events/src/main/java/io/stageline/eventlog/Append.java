package io.stageline.eventlog;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to the log: these events follow the expected version of their stream, with the answer to remember and the
 * change of a contact's key that must commit with them. Without events the answer is remembered, and the version checked.
 */
public record Append(
        StreamKey stream,
        long expectedVersion,
        List<NewEvent> events,
        Origin origin,
        @Nullable Answer answer,
        @Nullable KeyChange keyChange) {

    /** The expected version of a request that does not care for its stream; it must have no events. */
    public static final long ANY_VERSION = -1;

    /** An event that is not in the log yet. */
    public record NewEvent(UUID eventId, Object event) {}

    /** What a request with this idempotency key was answered; the position is added when it is known. */
    public record Answer(String key, byte[] fingerprint, int status, String body) {}

    /** The wrapped key of a new contact, or null to destroy the contact's key. */
    public record KeyChange(UUID contact, byte @Nullable [] wrapped) {}

    /** The positions that the events got; with no events, {@code last} is the head of the log. */
    public record Appended(long first, long last, long version) {}
}

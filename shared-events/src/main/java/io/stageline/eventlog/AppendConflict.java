package io.stageline.eventlog;

/** The stream has moved on since it was read, or the idempotency key is taken; nothing was appended. */
public final class AppendConflict extends RuntimeException {
    AppendConflict(StreamKey stream) {
        super("version conflict in stream " + stream.stream(), null, false, false);
    }
}

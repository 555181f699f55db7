package io.stageline.eventlog;

import java.util.UUID;

/** The name of a stream: its tenant first, then its id; as text it is the aggregate identifier {@code tenant/stream}. */
public record StreamKey(UUID tenant, UUID stream) {
    private static final int UUID_LENGTH = 36;

    public static StreamKey parse(String text) {
        return new StreamKey(
                UUID.fromString(text.substring(0, UUID_LENGTH)), UUID.fromString(text.substring(UUID_LENGTH + 1)));
    }

    @Override
    public String toString() {
        return tenant + "/" + stream;
    }
}

package io.stageline.webhook.automation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What came of an attempt: the receiver's status with the beginning of what it said, or the kind of error. */
public record Answer(
        @Nullable Integer status,
        @Nullable Failure failure,
        int latencyMillis,
        @Nullable String retryAfter,
        @Nullable String text) {

    /** Why there is no status. */
    public enum Failure {
        BLOCKED,
        CONNECT,
        DNS,
        /** One sender after the other died with it. */
        LOST,
        PROTOCOL,
        RESET,
        TIMEOUT,
        TLS;

        /** As its operator knows it. */
        String kind() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the name led to no address that may be reached, there being one or not. */
        boolean isUnreachable() {
            return this == BLOCKED || this == DNS;
        }
    }

    static Answer of(Failure failure, int latencyMillis) {
        return new Answer(null, failure, latencyMillis, null, null);
    }
}

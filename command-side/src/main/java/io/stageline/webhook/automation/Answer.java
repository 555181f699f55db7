package io.stageline.webhook.automation;

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
        /** As often as it may be tried its sender died with it. */
        LOST,
        PROTOCOL,
        RESET,
        TIMEOUT,
        TLS
    }

    static Answer of(Failure failure, int latencyMillis) {
        return new Answer(null, failure, latencyMillis, null, null);
    }
}

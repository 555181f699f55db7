package io.stageline.eventlog;

import org.jspecify.annotations.Nullable;

/** The log took no request, or its answer was lost: the outcome is known only by asking again with the same key. */
public final class LogUnavailable extends RuntimeException {
    public LogUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}

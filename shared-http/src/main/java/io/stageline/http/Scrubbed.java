package io.stageline.http;

import org.jspecify.annotations.Nullable;

/** An error fit for the log: types and stack traces as they were, but no message, for messages quote SQL and personal data. */
public final class Scrubbed extends Throwable {
    private static final int DEEPEST = 8;

    private Scrubbed(Throwable error, @Nullable Throwable cause) {
        super(error.getClass().getName(), cause);
        setStackTrace(error.getStackTrace());
    }

    public static Scrubbed of(Throwable error) {
        return of(error, DEEPEST);
    }

    private static Scrubbed of(Throwable error, int depth) {
        var cause = error.getCause();
        return new Scrubbed(error, cause == null || depth == 0 ? null : of(cause, depth - 1));
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}

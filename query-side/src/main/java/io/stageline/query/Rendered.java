package io.stageline.query;

import org.jspecify.annotations.Nullable;

/**
 * An answer as it is sent, and how long its bytes stay what they are: while the journal keeps its mark (0: not known), and
 * until the clock changes the first of them, in microseconds since 1970 (0: never). The version is that of what is shown,
 * if it is one thing.
 */
public record Rendered(byte[] body, @Nullable Long version, long mark, long until) {

    /** Bytes that nothing but themselves can tell from others. */
    public static Rendered byItself(byte[] body) {
        return new Rendered(body, null, 0, 0);
    }
}

package io.stageline.projection;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field in which a read model is not the fold of the log: what it shows, what is expected, and the event that says so,
 * if one does. Texts of people are not told.
 */
public record Difference(
        String table,
        Map<String, String> key,
        String field,
        @Nullable String shown,
        @Nullable String expected,
        @Nullable CauseEvent cause) {
    /** The field of a row that is on one side only: shown or expected is null. */
    public static final String WHOLE_ROW = "*";

    /** What is told of a personal text. */
    public static final String PERSONAL = "(differs)";
}

package io.stageline.query;

import static io.stageline.refusal.Code.INVALID_PARAMETER;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of a list: its items, how many there are in all, and the cursor of the page that follows, if one does. */
public record Page<T>(List<T> items, long total, @Nullable String next) {
    /** How many items there are on a page if nobody says how many. */
    public static final String USUAL = "50";

    private static final int MOST = 500;

    /** The page made of up to one row more than was asked for; that one only shows that another page follows. */
    public static <R, T> Page<T> of(
            List<R> rows, int limit, long total, Function<R, T> item, Function<R, String> cursorAfter) {
        var shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        var next = rows.size() > limit ? cursorAfter.apply(shown.get(limit - 1)) : null;
        return new Page<>(shown.stream().map(item).toList(), total, next);
    }

    /** Refuses a page size that is not served. */
    public static int limit(int limit) {
        if (limit < 1 || limit > MOST)
            throw INVALID_PARAMETER
                    .because("The parameter 'limit' must be from 1 to " + MOST + ".")
                    .with("parameter", "limit")
                    .asException();
        return limit;
    }
}

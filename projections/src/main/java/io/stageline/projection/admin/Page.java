package io.stageline.projection.admin;

import io.stageline.refusal.Code;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A part of a list that is short enough to be read as a whole, and the id after which the next part begins. */
record Page<T>(List<T> items, long total, @Nullable UUID next) {
    private static final int MOST = 500;

    static void mustBeAPage(int limit) {
        if (limit < 1 || limit > MOST)
            throw Code.INVALID_PARAMETER
                    .because("limit must lie between 1 and 500")
                    .with("parameter", "limit")
                    .asException();
    }

    static <T> Page<T> of(List<T> all, Function<T, UUID> id, int limit, @Nullable UUID cursor) {
        var from = cursor == null ? 0 : after(all, id, cursor);
        var items = all.subList(from, Math.min(all.size(), from + limit));
        var isLast = from + limit >= all.size();
        return new Page<>(List.copyOf(items), all.size(), isLast ? null : id.apply(items.get(limit - 1)));
    }

    private static <T> int after(List<T> all, Function<T, UUID> id, UUID cursor) {
        for (var n = 0; n < all.size(); n++) if (id.apply(all.get(n)).equals(cursor)) return n + 1;
        throw Code.INVALID_CURSOR
                .because("This cursor does not come from this question.")
                .asException();
    }
}

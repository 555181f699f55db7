package io.stageline.journal.projection;

import io.stageline.journal.events.Terms;
import io.stageline.projection.Unnest;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns in which an entry stands the same in its row and in the lines of its past. */
final class Columns {
    private Columns() {}

    /** From current_stage to backwards. */
    static <R> Unnest<R> ofPath(Unnest<R> given, Function<R, GridRow> row) throws SQLException {
        return given.texts(it -> row.apply(it).path().value().current())
                .times(it -> row.apply(it).path().value().since())
                .times(it -> row.apply(it).path().value().lastActivityAt())
                .texts(it -> row.apply(it).path().text())
                .ints(it -> row.apply(it).path().value().moves())
                .ints(it -> row.apply(it).path().value().skips())
                .ints(it -> row.apply(it).path().value().backwards());
    }

    /** From decision_status to decision; all are null as long as nothing is decided. */
    static <R> Unnest<R> ofDecision(Unnest<R> given, Function<R, GridRow> row) throws SQLException {
        return given.texts(it -> ifDecided(row.apply(it), Terms::status))
                .amounts(it -> ifDecided(row.apply(it), Terms::amount))
                .texts(it -> change(row.apply(it)))
                .amounts(it -> ifDecided(row.apply(it), Terms::pledgedPerMonth))
                .texts(it -> ifDecided(row.apply(it), Columns::pledgedCurrency))
                .texts(it -> text(row.apply(it)));
    }

    private static <T> @Nullable T ifDecided(GridRow row, Function<Terms, @Nullable T> column) {
        var decision = row.decision();
        return decision == null ? null : column.apply(decision.value().made().terms());
    }

    private static @Nullable String pledgedCurrency(Terms terms) {
        return terms.pledgedPerMonth() == null ? null : terms.currency();
    }

    private static @Nullable String change(GridRow row) {
        var decision = row.decision();
        return decision == null ? null : decision.value().change().word();
    }

    private static @Nullable String text(GridRow row) {
        var decision = row.decision();
        return decision == null ? null : decision.text();
    }
}

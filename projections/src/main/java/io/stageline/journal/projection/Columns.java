package io.stageline.journal.projection;

import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.Terms;
import io.stageline.projection.Column;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns in which an entry stands the same in its row and in the lines of its past. */
final class Columns {
    /** From current_stage to backwards. */
    static final List<Column<GridRow>> PATH = List.of(
            ofPath("text", StagePath::current),
            ofPath("timestamptz", StagePath::since),
            ofPath("timestamptz", StagePath::lastActivityAt),
            new Column<>("text", row -> row.path().text()),
            ofPath("int4", StagePath::moves),
            ofPath("int4", StagePath::skips),
            ofPath("int4", StagePath::backwards));

    /** From decision_status to decision; all are null as long as nothing is decided. */
    static final List<Column<GridRow>> DECISION = List.of(
            ofTerms("text", Terms::status),
            ofTerms("numeric", Terms::amount),
            new Column<>("text", Columns::change),
            ofTerms("numeric", Terms::pledgedPerMonth),
            ofTerms("text", Columns::pledgedCurrency),
            new Column<>("text", Columns::text));

    private Columns() {}

    private static Column<GridRow> ofPath(String type, Function<StagePath, ? extends @Nullable Object> value) {
        return new Column<>(type, row -> value.apply(row.path().value()));
    }

    private static Column<GridRow> ofTerms(String type, Function<Terms, ? extends @Nullable Object> value) {
        return new Column<>(type, row -> {
            var decision = row.decision();
            return decision == null ? null : value.apply(decision.value().made().terms());
        });
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

package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.journal.query.JournalQueries.GridOf;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Reading;
import io.stageline.query.Rendered;
import io.stageline.query.Sql;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The SELECTs of the grid: how its journal is laid out, and a page of rows with the total. */
@Component
class GridReads {
    // One value for the whole page: the driver decodes it at once instead of value by value.
    private static final String PAGE = """
            SELECT string_agg(concat_ws(E'\\x1c', contact_id, version, path, coalesce(to_json(name)::text, 'null'),
                                        coalesce(decision, 'null'), %s), E'\\x1d') AS lines,
                   (array_agg(sort_key::text))[:limit] AS last_key,
                   %s AS total
              FROM (SELECT contact_id, version, path, name, decision, %s AS sort_key
                      FROM %s AS entry
                     WHERE tenant_id = :tenant AND journal_id = :journal AND present%s
                     ORDER BY %s
                     LIMIT :limit + 1) AS page""";

    private static final String TOTAL = """
            (SELECT count(*)
               FROM %s AS entry
              WHERE tenant_id = :tenant AND journal_id = :journal AND present%s)""";

    private static final String TOTAL_KNOWN = "CAST(:total AS bigint)";

    private final Totals totals;

    GridReads(Totals totals) {
        this.totals = totals;
    }

    private record Place(UUID contact, String key) {}

    private record Found(@Nullable String lines, @Nullable String lastKey, long total) {
        static Found of(Readable row) {
            return new Found(
                    maybe(row, "lines", String.class),
                    maybe(row, "last_key", String.class),
                    need(row, "total", Long.class));
        }
    }

    Mono<Rendered> answer(GridOf question, Reading reading) {
        return Layout.of(question.journalId(), reading).flatMap(layout -> page(question, layout, reading));
    }

    private Mono<Rendered> page(GridOf question, Layout layout, Reading reading) {
        Shown.check(question.show(), layout);
        var known = totals.of(question, layout, reading);
        return reading.one(sql(question, layout, known, reading), Found::of).map(found -> {
            totals.remember(question, layout, reading, found.total());
            return json(question, found, layout, reading);
        });
    }

    private static Sql sql(GridOf question, Layout layout, @Nullable Long total, Reading reading) {
        var source = reading.source().entries();
        var filters = GridFilters.of(question.which(), layout, reading);
        var count = total == null ? TOTAL.formatted(source, filters.text()) : TOTAL_KNOWN;
        behind(question, filters);
        var sort = question.sort();
        return Sql.of(PAGE.formatted(
                        OpenAlerts.of("page", reading), count, sort.key(), source, filters.text(), sort.order()))
                .bindAll(filters.bind("total", total).values())
                .bind("journal", question.journalId())
                .bind("limit", question.limit());
    }

    private static void behind(GridOf question, Filters filters) {
        var sort = question.sort();
        var place = cursors(question)
                .read(question.cursor(), 2, keys -> new Place(UUID.fromString(keys.get(0)), sort.checked(keys.get(1))));
        if (place != null) filters.and(sort.behind()).bind("key", place.key()).bind("after", place.contact());
    }

    private static Rendered json(GridOf question, Found found, Layout layout, Reading reading) {
        var rows = new RowJson(layout, question.show(), reading.now());
        var body = new GridJson(rows).page(found.lines(), question.limit(), found.total(), last -> {
            var key = found.lastKey();
            return key == null ? null : cursors(question).after(last, key);
        });
        var until = reading.isPast() ? 0 : rows.until();
        return question.which().changesWithTime()
                ? Rendered.byItself(body)
                : new Rendered(body, null, layout.mark(), until);
    }

    private static Cursor cursors(GridOf question) {
        return Cursor.in("grid", question.journalId(), question.which().parts(), question.sort());
    }
}

package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.query.Filters;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The SELECT of one chunk of an export: it looks at so many entries, however few of them are meant. */
final class ExportReads {
    private static final int CHUNK = 500;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String ROWS = """
            SELECT string_agg(concat_ws(E'\\x1c', contact_id, version, path, coalesce(to_json(name)::text, 'null'),
                                        coalesce(decision, 'null'), %3$s), E'\\x1d' ORDER BY contact_id)
                     FILTER (WHERE present%2$s) AS lines,
                   count(*) FILTER (WHERE present%2$s) AS meant,
                   count(*) AS seen,
                   (array_agg(contact_id ORDER BY contact_id DESC))[1] AS last
              FROM (SELECT *
                      FROM %1$s AS known
                     WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id > :after
                     ORDER BY contact_id
                     LIMIT :limit) AS entry""";

    private ExportReads() {}

    /** How the journal is laid out at the position and the time that the whole export shows, and its first rows. */
    record First(Layout layout, long position, Instant now, Chunk chunk) {}

    /** Rows as lines, how many there are, the last contact that was looked at, and whether more may follow. */
    record Chunk(
            @Nullable String lines, long rows, @Nullable UUID last, boolean more) {
        static Chunk of(Readable row) {
            return new Chunk(
                    maybe(row, "lines", String.class),
                    need(row, "meant", Long.class),
                    maybe(row, "last", UUID.class),
                    need(row, "seen", Long.class) == CHUNK);
        }
    }

    static Mono<First> first(ExportOf question, Reading reading) {
        return Layout.of(question.journalId(), reading).flatMap(layout -> {
            Shown.check(question.show(), layout);
            return next(question, layout, reading)
                    .map(chunk ->
                            new First(layout, reading.position(), reading.now().truncatedTo(ChronoUnit.MICROS), chunk));
        });
    }

    static Mono<Chunk> next(ExportOf question, Layout layout, Reading reading) {
        var filters = GridFilters.of(question.which(), layout, reading);
        return reading.one(sql(question, filters, reading), Chunk::of);
    }

    private static Sql sql(ExportOf question, Filters filters, Reading reading) {
        return Sql.of(ROWS.formatted(reading.source().entries(), filters.text(), OpenAlerts.of("entry", reading)))
                .bindAll(filters.values())
                .bind("journal", question.journalId())
                .bind("after", question.after() == null ? BEFORE_ALL : question.after())
                .bind("limit", CHUNK);
    }
}

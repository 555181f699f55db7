package io.stageline.journal.query;

import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * How a journal is laid out: its stages, after how many days in each an entry is rotten (0: never), the words of its
 * decisions; and the mark, which is another one once anything changed that its grid shows (0: not known).
 */
record Layout(List<String> stages, List<Integer> rotDays, List<String> statuses, long mark) {
    private static final String LAYOUT = """
            SELECT stages, statuses,
                   ARRAY(SELECT coalesce((rot_days ->> stage)::int, 0)
                           FROM unnest(stages) WITH ORDINALITY AS listed (stage, n) ORDER BY n) AS rot_days,
                   %s AS mark
              FROM %s AS laid_out
             WHERE tenant_id = :tenant AND journal_id = :journal""";

    /** The layout at the moment that the reading shows; refused when there is no such journal. */
    static Mono<Layout> of(UUID journal, Reading reading) {
        var layout = Sql.of(LAYOUT.formatted(Reading.MARK, reading.source().journal()))
                .bind("journal", journal);
        return reading.one(layout, Layout::of).switchIfEmpty(Mono.error(JournalReads::unknown));
    }

    private static Layout of(Readable row) {
        return new Layout(
                JournalReads.words(row, "stages"),
                List.of(need(row, "rot_days", Integer[].class)),
                JournalReads.words(row, "statuses"),
                need(row, "mark", Long.class));
    }
}

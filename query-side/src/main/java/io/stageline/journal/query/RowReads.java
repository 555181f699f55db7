package io.stageline.journal.query;

import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.UNKNOWN_ENTRY;

import io.stageline.journal.query.JournalQueries.RowOf;
import io.stageline.query.Reading;
import io.stageline.query.Rendered;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import java.util.List;
import reactor.core.publisher.Mono;

/** The SELECT of one row of the grid, present or past. */
final class RowReads {
    private static final int EXPECTED = 2_048;

    private static final String ROW = """
            SELECT version, concat_ws(E'\\x1c', contact_id, version, path, coalesce(to_json(name)::text, 'null'),
                                      coalesce(decision, 'null'), %s) AS line
              FROM %s AS entry
             WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact AND present""";

    private RowReads() {}

    private record Line(long version, String text) {}

    static Mono<Rendered> answer(RowOf question, Reading reading) {
        return Layout.of(question.journalId(), reading).flatMap(layout -> reading.one(
                        sql(question, reading),
                        row -> new Line(need(row, "version", Long.class), need(row, "line", String.class)))
                .switchIfEmpty(Mono.error(RowReads::unknown))
                .map(line -> json(line, layout, reading)));
    }

    private static Sql sql(RowOf question, Reading reading) {
        return Sql.of(ROW.formatted(
                        OpenAlerts.of("entry", reading), reading.source().entries()))
                .bind("journal", question.journalId())
                .bind("contact", question.contactId());
    }

    private static Rendered json(Line line, Layout layout, Reading reading) {
        var row = new RowJson(layout, List.of(), reading.now());
        var out = new JsonBytes(EXPECTED);
        row.write(out, line.text(), 0, line.text().length());
        return new Rendered(out.toArray(), line.version(), layout.mark(), reading.isPast() ? 0 : row.until());
    }

    private static Refused unknown() {
        return UNKNOWN_ENTRY.because("There is no such entry in this journal.").asException();
    }
}

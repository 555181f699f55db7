package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.INVALID_PARAMETER;

import io.r2dbc.spi.Readable;
import io.stageline.journal.query.DiffAnswers.GridDiff;
import io.stageline.journal.query.DiffAnswers.RowDiff;
import io.stageline.journal.query.JournalQueries.DiffOf;
import io.stageline.query.Cursor;
import io.stageline.query.Moment;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The SELECTs of a diff: whom anything happened to after one position and up to another, and how they stood at both. */
final class DiffReads {
    private static final String TOUCHED = """
            (SELECT contact_id
               FROM entry_event
              WHERE tenant_id = :tenant AND journal_id = :journal AND position > :from AND position <= :to
              UNION
             SELECT c.contact_id
               FROM contact_past AS c
               JOIN grid_row AS r ON r.tenant_id = c.tenant_id AND r.contact_id = c.contact_id
              WHERE c.tenant_id = :tenant AND r.journal_id = :journal AND c.position > :from AND c.position <= :to)""";

    private static final String FRAME = """
            SELECT EXISTS (SELECT FROM journal WHERE tenant_id = :tenant AND journal_id = :journal) AS known,
                   (SELECT count(*) FROM %s AS touched) AS total""".formatted(TOUCHED);

    private static final String STOOD = """
              LEFT JOIN LATERAL (SELECT present, current_stage, path, decision, version
                                   FROM entry_event AS e
                                  WHERE e.tenant_id = :tenant AND e.journal_id = :journal
                                    AND e.contact_id = touched.contact_id AND e.position <= :%1$s
                                  ORDER BY e.position DESC
                                  LIMIT 1) AS stood_%1$s ON true
              LEFT JOIN LATERAL (SELECT name
                                   FROM contact_past AS c
                                  WHERE c.tenant_id = :tenant AND c.contact_id = touched.contact_id
                                    AND c.position <= :%1$s
                                  ORDER BY c.position DESC
                                  LIMIT 1) AS named_%1$s ON true
            """;

    private static final String COLUMNS = """
            stood_%1$s.present AS present_%1$s, named_%1$s.name AS name_%1$s,
                   stood_%1$s.current_stage AS stage_%1$s, stood_%1$s.path AS path_%1$s,
                   stood_%1$s.decision AS decision_%1$s, stood_%1$s.version AS version_%1$s""";

    private static final String ROWS = """
            SELECT touched.contact_id,
                   %s,
                   %s
              FROM (SELECT contact_id
                      FROM %s AS all_touched
                     WHERE contact_id > :after
                     ORDER BY contact_id
                     LIMIT :limit + 1) AS touched
            %s%s ORDER BY touched.contact_id""".formatted(
                    COLUMNS.formatted("from"),
                    COLUMNS.formatted("to"),
                    TOUCHED,
                    STOOD.formatted("from"),
                    STOOD.formatted("to"));

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private DiffReads() {}

    static Mono<GridDiff> answer(DiffOf question, Reading reading) {
        return Moment.of(reading, question.from(), question.to()).flatMap(bounds -> {
            var from = bounds.get(0);
            var to = bounds.get(1);
            if (from.position() > to.position()) throw backwards();
            var cursors = Cursor.in("diff", question.journalId(), from.position(), to.position());
            var after = cursors.read(question.cursor(), 1, keys -> UUID.fromString(keys.get(0)));
            var frame = between(FRAME, question, from, to);
            var rows = between(ROWS, question, from, to)
                    .bind("after", after == null ? BEFORE_ALL : after)
                    .bind("limit", question.limit());
            return reading.one(frame, DiffReads::total).flatMap(total -> reading.all(rows, DiffReads::row)
                    .map(found -> page(question, from, to, total, found, cursors)));
        });
    }

    private static Sql between(String sql, DiffOf question, Moment from, Moment to) {
        return Sql.of(sql)
                .bind("journal", question.journalId())
                .bind("from", from.position())
                .bind("to", to.position());
    }

    private static GridDiff page(
            DiffOf question, Moment from, Moment to, long total, List<RowDiff> found, Cursor cursors) {
        var page = Page.of(found, question.limit(), total, row -> row, last -> cursors.after(last.contactId()));
        return new GridDiff(from, to, page.items(), page.total(), page.next());
    }

    private static long total(Readable row) {
        if (!need(row, "known", Boolean.class)) throw JournalReads.unknown();
        return need(row, "total", Long.class);
    }

    private static RowDiff row(Readable row) {
        return RowThen.diff(need(row, "contact_id", UUID.class), then(row, "from"), then(row, "to"));
    }

    private static RowThen then(Readable row, String bound) {
        if (!Boolean.TRUE.equals(maybe(row, "present_" + bound, Boolean.class))) return RowThen.NONE;
        return new RowThen(
                true,
                maybe(row, "name_" + bound, String.class),
                maybe(row, "stage_" + bound, String.class),
                need(row, "path_" + bound, String.class),
                maybe(row, "decision_" + bound, String.class),
                maybe(row, "version_" + bound, Long.class));
    }

    private static Refused backwards() {
        return INVALID_PARAMETER
                .because("The parameter 'from' must not be later than 'to'.")
                .with("parameter", "from")
                .asException();
    }
}

package io.stageline.journal.query;

import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.UNKNOWN_JOURNAL;

import io.r2dbc.spi.Readable;
import io.stageline.journal.query.JournalAnswers.Journal;
import io.stageline.journal.query.JournalQueries.Journals;
import io.stageline.journal.query.JournalQueries.OneJournal;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The SELECTs about journals themselves. */
final class JournalReads {
    private static final String JOURNAL = """
            SELECT journal_id, name, stages, statuses, rot_days::text AS rot_days, archived, created_at, version
              FROM journal
             WHERE tenant_id = :tenant""";

    private static final String COUNT = """
            SELECT count(*) AS total
              FROM journal
             WHERE tenant_id = :tenant""";

    private static final String PAGE = """

             ORDER BY journal_id
             LIMIT :limit + 1""";

    private static final ObjectReader ROT_DAYS =
            new JsonMapper().readerFor(new TypeReference<Map<String, Integer>>() {});

    private JournalReads() {}

    static Mono<Page<Journal>> answer(Journals question, Reading reading) {
        var cursors = Cursor.in("journals", question.name());
        var after = cursors.read(question.cursor(), 1, keys -> UUID.fromString(keys.get(0)));
        var filters = new Filters().when(question.name(), "name = :name", "name");
        var page = new Filters().when(after, "journal_id > :after", "after");
        var count = Sql.of(COUNT + filters.text()).bindAll(filters.values());
        var rows = Sql.of(JOURNAL + filters.text() + page.text() + PAGE)
                .bindAll(filters.values())
                .bindAll(page.values())
                .bind("limit", question.limit());
        return reading.one(count, row -> need(row, "total", Long.class))
                .flatMap(total -> reading.all(rows, JournalReads::journal)
                        .map(found -> Page.of(
                                found, question.limit(), total, row -> row, row -> cursors.after(row.journalId()))));
    }

    static Mono<Journal> answer(OneJournal question, Reading reading) {
        return reading.one(
                        Sql.of(JOURNAL + " AND journal_id = :journal").bind("journal", question.journalId()),
                        JournalReads::journal)
                .switchIfEmpty(Mono.error(JournalReads::unknown));
    }

    private static Journal journal(Readable row) {
        return new Journal(
                need(row, "journal_id", UUID.class),
                need(row, "name", String.class),
                words(row, "stages"),
                words(row, "statuses"),
                ROT_DAYS.readValue(need(row, "rot_days", String.class)),
                need(row, "archived", Boolean.class),
                need(row, "created_at", Instant.class),
                need(row, "version", Long.class));
    }

    static List<String> words(Readable row, String column) {
        return List.of(need(row, column, String[].class));
    }

    static Refused unknown() {
        return UNKNOWN_JOURNAL.because("There is no such journal.").asException();
    }
}

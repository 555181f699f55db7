package io.stageline.journal.query;

import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.UNKNOWN_ENTRY;

import io.r2dbc.spi.Readable;
import io.stageline.query.Filters;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What both histories of an entry share: whether the entry is known, and how many lines there are. */
final class Histories {
    // The history may know an entry a moment before the grid does.
    private static final String FRAME = """
            SELECT EXISTS (SELECT FROM journal
                            WHERE tenant_id = :tenant AND journal_id = :journal) AS known_journal,
                   EXISTS (SELECT FROM grid_row
                            WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact)
                OR EXISTS (SELECT FROM %1$s
                            WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact) AS known_entry,
                   (SELECT count(*) FROM %1$s
                     WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact%2$s) AS total""";

    private Histories() {}

    /** How many lines the entry has in the table; refused when there is no such journal or entry. */
    static Mono<Long> total(Reading reading, String table, Filters filters) {
        return reading.one(Sql.of(FRAME.formatted(table, filters.text())).bindAll(filters.values()), Histories::total);
    }

    static Filters ofEntry(UUID journal, UUID contact) {
        return new Filters().bind("journal", journal).bind("contact", contact);
    }

    private static long total(Readable row) {
        if (!need(row, "known_journal", Boolean.class)) throw JournalReads.unknown();
        if (!need(row, "known_entry", Boolean.class)) throw unknownEntry();
        return need(row, "total", Long.class);
    }

    private static Refused unknownEntry() {
        return UNKNOWN_ENTRY.because("There is no such entry in this journal.").asException();
    }
}

package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.UNKNOWN_ENTRY;

import io.r2dbc.spi.Readable;
import io.stageline.query.Filters;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What all histories of an entry share: whether the entry is known, what it shows, and how many lines there are. */
final class Histories {
    private static final String FRAME = """
            SELECT journal.stages, entry.contact_id, entry.path, entry.decision,
                   coalesce((SELECT position FROM journal_mark
                              WHERE tenant_id = :tenant AND journal_id = :journal), 0) AS mark,
                   (SELECT count(*) FROM %s AS event
                     WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact
                       AND %s%s) AS total
              FROM %s AS journal
              LEFT JOIN %s AS entry ON entry.tenant_id = :tenant AND entry.journal_id = :journal
                                         AND entry.contact_id = :contact
             WHERE journal.tenant_id = :tenant AND journal.journal_id = :journal""";

    private Histories() {}

    /** The entry as it stands at the moment that is shown, the stages of its journal, the last position that changed the journal, and the total. */
    record Frame(List<String> stages, String path, @Nullable String decision, long mark, long total) {
        private static Frame of(Readable row) {
            if (maybe(row, "contact_id", UUID.class) == null) throw unknownEntry();
            return new Frame(
                    JournalReads.words(row, "stages"),
                    need(row, "path", String.class),
                    maybe(row, "decision", String.class),
                    need(row, "mark", Long.class),
                    need(row, "total", Long.class));
        }
    }

    /** What there is to know before any line; refused when there is no such journal or entry. */
    static Mono<Frame> frame(Reading reading, String lines, Filters filters) {
        var source = reading.source();
        var sql = FRAME.formatted(source.events(), lines, filters.text(), source.journal(), source.entries());
        return reading.one(Sql.of(sql).bindAll(filters.values()), Frame::of)
                .switchIfEmpty(Mono.error(JournalReads::unknown));
    }

    static Filters ofEntry(UUID journal, UUID contact) {
        return new Filters().bind("journal", journal).bind("contact", contact);
    }

    private static Refused unknownEntry() {
        return UNKNOWN_ENTRY.because("There is no such entry in this journal.").asException();
    }
}

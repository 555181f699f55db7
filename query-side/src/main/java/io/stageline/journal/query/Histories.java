package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.UNKNOWN_ENTRY;

import io.r2dbc.spi.Readable;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What all histories of an entry share: whether the entry is known, what it shows, and how many lines there are. */
final class Histories {
    private static final String FRAME = """
            SELECT journal.stages, entry.contact_id, entry.path, entry.decision,
                   %s AS mark,
                   (SELECT count(*) FROM %s AS event
                     WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact
                       AND %s%s) AS total
              FROM %s AS journal
              LEFT JOIN %s AS entry ON entry.tenant_id = :tenant AND entry.journal_id = :journal
                                         AND entry.contact_id = :contact
             WHERE journal.tenant_id = :tenant AND journal.journal_id = :journal""";

    /** Bytes of notes and reasons in one page. */
    private static final int MOST_WORDS = 80_000;

    private Histories() {}

    /** The entry as it stands at the moment that is shown, the stages of its journal, the mark of the journal, and the total. */
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
        var sql = FRAME.formatted(
                Reading.MARK, source.events(), lines, filters.text(), source.journal(), source.entries());
        return reading.one(Sql.of(sql).bindAll(filters.values()), Frame::of)
                .switchIfEmpty(Mono.error(JournalReads::unknown));
    }

    /** A page of up to so many rows, or of fewer where people said so much that it would grow large (S1-P8.b). */
    static <R> Page<R> page(
            List<R> rows, int limit, long total, Function<R, String> words, Function<R, String> cursorAfter) {
        return Page.of(rows, fitting(limit, rows, words), total, row -> row, cursorAfter);
    }

    private static <R> int fitting(int limit, List<R> rows, Function<R, String> words) {
        var bytes = 0;
        for (var n = 0; n < Math.min(limit, rows.size()); n++) {
            bytes += words.apply(rows.get(n)).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_WORDS) return Math.max(1, n);
        }
        return limit;
    }

    /** What was said, if anything. */
    static String said(@Nullable String words) {
        return words == null ? "" : words;
    }

    static Filters ofEntry(UUID journal, UUID contact) {
        return new Filters().bind("journal", journal).bind("contact", contact);
    }

    private static Refused unknownEntry() {
        return UNKNOWN_ENTRY.because("There is no such entry in this journal.").asException();
    }
}

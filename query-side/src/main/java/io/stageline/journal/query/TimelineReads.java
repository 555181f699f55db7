package io.stageline.journal.query;

import static io.stageline.journal.query.Histories.said;
import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.journal.events.PathText;
import io.stageline.journal.query.HistoryAnswers.TimelineItem;
import io.stageline.journal.query.HistoryAnswers.Withdrawal;
import io.stageline.journal.query.HistoryQueries.TimelineOf;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The SELECT of a timeline. */
final class TimelineReads {
    // The withdrawals of an entry are few: they are read once, not looked up for every item.
    private static final String ITEMS = """
            WITH withdrawal AS MATERIALIZED (
                 SELECT about, event_id, said, actor, recorded_at
                   FROM %1$s AS event
                  WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact AND what = 'withdrawal')
            SELECT item.*, withdrawal.event_id AS withdrawal_id, withdrawal.said AS withdrawn_because,
                   withdrawal.actor AS withdrawn_by, withdrawal.recorded_at AS withdrawn_at
              FROM (SELECT event_id, stage, occurred_at, recorded_at, said, leap, version, actor
                      FROM %1$s AS event
                     WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact AND what = 'stage'%2$s
                     ORDER BY occurred_at DESC, version DESC
                     LIMIT :limit + 1) AS item
              LEFT JOIN withdrawal ON withdrawal.about = item.event_id
             ORDER BY item.occurred_at DESC, item.version DESC""";

    private TimelineReads() {}

    private record Place(Instant occurredAt, long version) {}

    static Mono<Tagged<Page<TimelineItem>>> answer(TimelineOf question, Reading reading) {
        var cursors = Cursor.in("timeline", question.journalId(), question.contactId(), question.stage());
        var place = cursors.read(
                question.cursor(), 2, keys -> new Place(Instant.parse(keys.get(0)), Long.parseLong(keys.get(1))));
        var filters = Histories.ofEntry(question.journalId(), question.contactId())
                .when(question.stage(), "stage = :stage", "stage");
        return Histories.frame(reading, "what = 'stage'", filters)
                .doOnNext(frame -> Filters.checkWord("stage", question.stage(), frame.stages()))
                .flatMap(frame -> reading.all(items(question, filters, place, reading), TimelineReads::item)
                        .map(items -> Histories.page(
                                items,
                                question.limit(),
                                frame.total(),
                                TimelineReads::words,
                                last -> cursors.after(last.occurredAt(), last.version())))
                        .map(page -> new Tagged<>(page, tag(question, frame.mark(), reading))));
    }

    /** The same question about a journal that nothing changed has the same answer. */
    private static @Nullable String tag(TimelineOf question, long mark, Reading reading) {
        var shown = reading.isPast() ? reading.position() : "now";
        return mark == 0 ? null : Cursor.in("tag", question, shown).after(mark);
    }

    private static Sql items(TimelineOf question, Filters filters, @Nullable Place place, Reading reading) {
        if (place != null)
            filters.and("(occurred_at, version) < (:at, :version)")
                    .bind("at", place.occurredAt())
                    .bind("version", place.version());
        return Sql.of(ITEMS.formatted(reading.source().events(), filters.text()))
                .bindAll(filters.values())
                .bind("limit", question.limit());
    }

    private static TimelineItem item(Readable row) {
        return new TimelineItem(
                need(row, "event_id", UUID.class),
                need(row, "stage", String.class),
                need(row, "occurred_at", Instant.class),
                need(row, "recorded_at", Instant.class),
                maybe(row, "said", String.class),
                PathText.warnings(need(row, "leap", Integer.class)),
                withdrawal(row),
                need(row, "version", Long.class),
                need(row, "actor", UUID.class));
    }

    private static String words(TimelineItem item) {
        var withdrawn = item.withdrawn();
        return said(item.note()) + (withdrawn == null ? "" : said(withdrawn.reason()));
    }

    private static @Nullable Withdrawal withdrawal(Readable row) {
        var id = maybe(row, "withdrawal_id", UUID.class);
        return id == null
                ? null
                : new Withdrawal(
                        id,
                        maybe(row, "withdrawn_because", String.class),
                        need(row, "withdrawn_by", UUID.class),
                        need(row, "withdrawn_at", Instant.class));
    }
}

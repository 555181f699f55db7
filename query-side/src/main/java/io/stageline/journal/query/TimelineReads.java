package io.stageline.journal.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.journal.query.JournalAnswers.TimelineItem;
import io.stageline.journal.query.JournalQueries.TimelineOf;
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
    private static final String TABLE = "timeline_item";

    private static final String ITEMS = """
            SELECT event_id, stage, occurred_at, recorded_at, note, warnings, version, actor
              FROM timeline_item
             WHERE tenant_id = :tenant AND journal_id = :journal AND contact_id = :contact%s
             ORDER BY occurred_at DESC, version DESC
             LIMIT :limit + 1""";

    private TimelineReads() {}

    private record Place(Instant occurredAt, long version) {}

    static Mono<Page<TimelineItem>> answer(TimelineOf question, Reading reading) {
        var cursors = Cursor.in("timeline", question.journalId(), question.contactId(), question.stage());
        var place = cursors.read(
                question.cursor(), 2, keys -> new Place(Instant.parse(keys.get(0)), Long.parseLong(keys.get(1))));
        var filters = Histories.ofEntry(question.journalId(), question.contactId())
                .when(question.stage(), "stage = :stage", "stage");
        return Histories.total(reading, TABLE, filters)
                .flatMap(total -> reading.all(items(question, filters, place), TimelineReads::item)
                        .map(items -> Page.of(
                                items,
                                question.limit(),
                                total,
                                item -> item,
                                last -> cursors.after(last.occurredAt(), last.version()))));
    }

    private static Sql items(TimelineOf question, Filters filters, @Nullable Place place) {
        if (place != null)
            filters.and("(occurred_at, version) < (:at, :version)")
                    .bind("at", place.occurredAt())
                    .bind("version", place.version());
        return Sql.of(ITEMS.formatted(filters.text())).bindAll(filters.values()).bind("limit", question.limit());
    }

    private static TimelineItem item(Readable row) {
        return new TimelineItem(
                need(row, "event_id", UUID.class),
                need(row, "stage", String.class),
                need(row, "occurred_at", Instant.class),
                need(row, "recorded_at", Instant.class),
                maybe(row, "note", String.class),
                Cells.warnings(need(row, "warnings", String.class)),
                need(row, "version", Long.class),
                need(row, "actor", UUID.class));
    }
}

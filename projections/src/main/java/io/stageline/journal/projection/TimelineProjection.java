package io.stageline.journal.projection;

import io.stageline.contact.events.ContactEvent;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.projection.Batch;
import io.stageline.projection.Erasure;
import io.stageline.projection.Fold;
import io.stageline.projection.Json;
import io.stageline.projection.Opener;
import io.stageline.projection.Projection;
import io.stageline.projection.Swaps;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.springframework.stereotype.Component;

/** The timelines: one line per stage event, never changed but for the note of an erased contact. */
@Component
public final class TimelineProjection implements Projection {
    private static final String NAME = "timeline";

    private static final String INSERT_ITEMS = """
            INSERT INTO timeline_item (tenant_id, journal_id, contact_id, occurred_at, version, event_id, stage,
                   recorded_at, note, warnings, actor)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, journal_id, contact_id, occurred_at, version) DO NOTHING""";

    private static final String ERASE_NOTES = """
            UPDATE timeline_item AS item
               SET note = NULL
              FROM unnest(?, ?) AS erased (tenant_id, contact_id)
             WHERE item.tenant_id = erased.tenant_id AND item.contact_id = erased.contact_id
               AND item.note IS NOT NULL""";

    private final Opener opener;
    private final Swaps swaps;
    private final Fold<TimelineBatch> fold;

    public TimelineProjection(Opener opener, Swaps swaps) {
        this.opener = opener;
        this.swaps = swaps;
        this.fold = TimelineBatch.fold(opener);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void write(Connection connection, List<Recorded> events) throws SQLException {
        var batch = new Batch(events);
        opener.prepare(batch, batch.keysIf(StageRecorded.class, event -> event.note() != null, EntryKey::ownerOf));
        var changes = TimelineBatch.empty();
        batch.each(EntryEvent.class, (recorded, event) -> fold.after(changes, recorded));
        batch.each(ContactEvent.class, (recorded, event) -> fold.after(changes, recorded));
        swaps.rejected(NAME, "item", insert(connection, changes.items()));
        Erasure.run(connection, ERASE_NOTES, changes.erased());
    }

    private static int insert(Connection connection, List<TimelineItem> items) throws SQLException {
        if (items.isEmpty()) return 0;
        try (var insert = new Unnest<>(connection, INSERT_ITEMS, items)) {
            return insert.uuids(item -> item.key().tenant())
                    .uuids(item -> item.key().journal())
                    .uuids(item -> item.key().contact())
                    .times(item -> item.event().occurredAt())
                    .longs(item -> item.recorded().version())
                    .uuids(item -> item.event().eventId())
                    .texts(item -> item.event().stage())
                    .times(item -> item.recorded().recordedAt())
                    .texts(TimelineItem::note)
                    .texts(item -> Json.MAPPER.writeValueAsString(item.event().warnings()))
                    .uuids(item -> item.recorded().origin().actor())
                    .rejected();
        }
    }
}

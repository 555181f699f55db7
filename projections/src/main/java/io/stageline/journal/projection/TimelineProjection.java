package io.stageline.journal.projection;

import io.stageline.contact.events.ContactEvent;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Batch;
import io.stageline.projection.Fold;
import io.stageline.projection.Json;
import io.stageline.projection.Opener;
import io.stageline.projection.Projection;
import io.stageline.projection.Swaps;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The timelines: one line per stage event, never changed but for the note of an erased contact. */
@Component
public final class TimelineProjection implements Projection {
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
        return "timeline";
    }

    @Override
    public void write(Connection connection, List<Recorded> events) throws SQLException {
        var batch = new Batch(events);
        opener.preload(batch.keys(StageRecorded.class, TimelineProjection::ownerOfNote).stream()
                .flatMap(Collection::stream)
                .collect(Collectors.toSet()));
        var changes = TimelineBatch.empty();
        batch.each(EntryEvent.class, (recorded, event) -> fold.after(changes, recorded));
        batch.each(ContactEvent.class, (recorded, event) -> fold.after(changes, recorded));
        insert(connection, changes.items());
        eraseNotes(connection, changes.erased());
    }
}

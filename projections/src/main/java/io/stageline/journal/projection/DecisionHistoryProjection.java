package io.stageline.journal.projection;

import io.stageline.contact.events.ContactEvent;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.projection.Batch;
import io.stageline.projection.Erasure;
import io.stageline.projection.Fold;
import io.stageline.projection.Opener;
import io.stageline.projection.Projection;
import io.stageline.projection.Swaps;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.springframework.stereotype.Component;

/** The decision histories: one line per decision, never changed but for the reason of an erased contact. */
@Component
public final class DecisionHistoryProjection implements Projection {
    private static final String NAME = "decision_history";

    private static final String INSERT_CHANGES = """
            INSERT INTO decision_change (tenant_id, journal_id, contact_id, version, stage_event_id, status,
                   amount, currency, cadence, effective_from, reason, recorded_at, actor)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, journal_id, contact_id, version) DO NOTHING""";

    private static final String ERASE_REASONS = """
            UPDATE decision_change AS change
               SET reason = NULL
              FROM unnest(?, ?) AS erased (tenant_id, contact_id)
             WHERE change.tenant_id = erased.tenant_id AND change.contact_id = erased.contact_id
               AND change.reason IS NOT NULL""";

    private final Opener opener;
    private final Swaps swaps;
    private final Fold<DecisionHistoryBatch> fold;

    public DecisionHistoryProjection(Opener opener, Swaps swaps) {
        this.opener = opener;
        this.swaps = swaps;
        this.fold = DecisionHistoryBatch.fold(opener);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void write(Connection connection, List<Recorded> events) throws SQLException {
        var batch = new Batch(events);
        opener.prepare(batch, batch.keysIf(DecisionTaken.class, event -> event.reason() != null, EntryKey::ownerOf));
        var changes = DecisionHistoryBatch.empty();
        batch.each(EntryEvent.class, (recorded, event) -> fold.after(changes, recorded));
        batch.each(ContactEvent.class, (recorded, event) -> fold.after(changes, recorded));
        swaps.rejected(NAME, "change", insert(connection, changes.added()));
        Erasure.run(connection, ERASE_REASONS, changes.erased());
    }

    private static int insert(Connection connection, List<DecisionChange> added) throws SQLException {
        if (added.isEmpty()) return 0;
        try (var insert = new Unnest<>(connection, INSERT_CHANGES, added)) {
            return insert.uuids(change -> change.key().tenant())
                    .uuids(change -> change.key().journal())
                    .uuids(change -> change.key().contact())
                    .longs(change -> change.recorded().version())
                    .uuids(change -> change.event().stageEventId())
                    .texts(change -> change.event().status())
                    .amounts(change -> change.event().amount())
                    .texts(change -> change.event().currency())
                    .texts(change -> change.event().cadence())
                    .dates(change -> change.event().effectiveFrom())
                    .texts(DecisionChange::reason)
                    .times(change -> change.recorded().recordedAt())
                    .uuids(change -> change.recorded().origin().actor())
                    .rejected();
        }
    }
}

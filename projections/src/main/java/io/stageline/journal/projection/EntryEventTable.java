package io.stageline.journal.projection;

import io.stageline.privacy.TenantContact;
import io.stageline.projection.Erasure;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The lines of what entries went through, and with them how far journals and moments are: one statement for all. */
final class EntryEventTable {
    // A contact changes every journal it is in; the rows it has there are written before.
    private static final String INSERT = """
            WITH marked AS (
                INSERT INTO journal_mark AS mark (tenant_id, journal_id, position)
                SELECT tenant_id, journal_id, max(position)
                  FROM (SELECT tenant_id, journal_id, position
                          FROM unnest(?, ?, ?) AS journals (tenant_id, journal_id, position)
                         UNION ALL
                        SELECT row.tenant_id, row.journal_id, contacts.position
                          FROM unnest(?, ?, ?) AS contacts (tenant_id, contact_id, position)
                          JOIN grid_row AS row USING (tenant_id, contact_id)) AS changed
                 GROUP BY tenant_id, journal_id
                    ON CONFLICT (tenant_id, journal_id) DO UPDATE SET position = excluded.position
                 WHERE mark.position < excluded.position),
            timed AS (
                INSERT INTO moment AS last (tenant_id, recorded_at, position)
                SELECT tenant_id, recorded_at, max(position)
                  FROM (SELECT given.tenant_id, given.position,
                               greatest(given.recorded_at, (SELECT max(known.recorded_at) FROM moment AS known
                                                             WHERE known.tenant_id = given.tenant_id)) AS recorded_at
                          FROM unnest(?, ?, ?) AS given (tenant_id, recorded_at, position)) AS running
                 GROUP BY tenant_id, recorded_at
                    ON CONFLICT (tenant_id, recorded_at) DO UPDATE SET position = excluded.position
                 WHERE last.position < excluded.position)
            INSERT INTO entry_event (tenant_id, journal_id, contact_id, position, version,
                   what, event_id, about, stage, occurred_at, leap, said, terms, recorded_at, actor, command, request, present,
                   current_stage, current_since, last_activity_at, path, moves, skips, backwards,
                   decision_status, decision_amount, decision_change, pledged, pledged_currency, decision)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, journal_id, contact_id, position) DO NOTHING""";

    private static final String ERASE_WORDS = """
            UPDATE entry_event AS line
               SET said = NULL
              FROM unnest(?, ?) AS erased (tenant_id, contact_id)
             WHERE line.tenant_id = erased.tenant_id AND line.contact_id = erased.contact_id
               AND line.said IS NOT NULL""";

    private final Connection connection;

    EntryEventTable(Connection connection) {
        this.connection = connection;
    }

    /** Writes the lines and says how many were there already. */
    int write(List<EntryLine> lines, Reached reached) throws SQLException {
        var journals = reached.journals().entrySet();
        try (var insert = new Unnest<>(connection, INSERT, journals)) {
            var contacts = insert.uuids(journal -> journal.getKey().tenant())
                    .uuids(journal -> journal.getKey().journal())
                    .longs(Map.Entry::getValue)
                    .and(reached.contacts().entrySet());
            var moments = contacts.uuids(contact -> contact.getKey().tenant())
                    .uuids(contact -> contact.getKey().contact())
                    .longs(Map.Entry::getValue)
                    .and(reached.moments().entrySet());
            var added = moments.uuids(moment -> moment.getKey().tenant())
                    .times(moment -> moment.getKey().at())
                    .longs(Map.Entry::getValue)
                    .and(lines);
            return Columns.ofDecision(Columns.ofPath(events(added), EntryLine::after), EntryLine::after)
                    .rejected();
        }
    }

    private static Unnest<EntryLine> events(Unnest<EntryLine> lines) throws SQLException {
        return lines.uuids(line -> line.after().key().tenant())
                .uuids(line -> line.after().key().journal())
                .uuids(line -> line.after().key().contact())
                .longs(line -> line.recorded().position())
                .longs(line -> line.recorded().version())
                .texts(line -> line.told().what())
                .uuids(line -> line.told().eventId())
                .uuids(line -> line.told().about())
                .texts(line -> line.told().stage())
                .times(line -> line.told().occurredAt())
                .ints(line -> line.told().leap())
                .texts(line -> line.told().said())
                .texts(line -> line.told().terms())
                .times(line -> line.recorded().recordedAt())
                .uuids(line -> line.recorded().origin().actor())
                .uuids(line -> line.recorded().origin().causation())
                .uuids(line -> line.recorded().origin().correlation())
                .flags(line -> line.after().presence().present());
    }

    void erase(Collection<TenantContact> erased) throws SQLException {
        Erasure.run(connection, ERASE_WORDS, erased);
    }
}

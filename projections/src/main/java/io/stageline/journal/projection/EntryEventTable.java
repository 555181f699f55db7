package io.stageline.journal.projection;

import io.stageline.privacy.TenantContact;
import io.stageline.projection.Erasure;
import io.stageline.projection.Rows;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The lines of what entries went through, and with them how far journals and moments are: one statement for all. */
final class EntryEventTable {
    private static final String INSERT = """
            WITH marked AS (
                INSERT INTO journal_mark AS mark
                SELECT * FROM unnest(?::journal_mark[])
                    ON CONFLICT (tenant_id, journal_id) DO UPDATE SET position = excluded.position
                 WHERE mark.position < excluded.position),
            timed AS (
                INSERT INTO moment AS last (tenant_id, recorded_at, position)
                SELECT tenant_id, recorded_at, max(position)
                  FROM (SELECT given.tenant_id, given.position,
                               greatest(given.recorded_at, (SELECT max(known.recorded_at) FROM moment AS known
                                                             WHERE known.tenant_id = given.tenant_id)) AS recorded_at
                          FROM unnest(?::moment[]) AS given) AS running
                 GROUP BY tenant_id, recorded_at
                    ON CONFLICT (tenant_id, recorded_at) DO UPDATE SET position = excluded.position
                 WHERE last.position < excluded.position)
            INSERT INTO entry_event
            SELECT * FROM unnest(?::entry_event[])
                ON CONFLICT (tenant_id, journal_id, contact_id, position) DO NOTHING""";

    private static final String MARK_JOURNALS = """
            INSERT INTO journal_mark AS mark
            SELECT * FROM unnest(?::journal_mark[])
                ON CONFLICT (tenant_id, journal_id) DO UPDATE SET position = excluded.position
             WHERE mark.position < excluded.position""";

    private static final String MARK_JOURNALS_OF_CONTACTS = """
            INSERT INTO journal_mark AS mark
            SELECT row.tenant_id, row.journal_id, max(changed.position)
              FROM unnest(?, ?, ?) AS changed (tenant_id, contact_id, position)
              JOIN grid_row AS row USING (tenant_id, contact_id)
             GROUP BY row.tenant_id, row.journal_id
                ON CONFLICT (tenant_id, journal_id) DO UPDATE SET position = excluded.position
             WHERE mark.position < excluded.position""";

    private static final String MARK_JOURNALS_OF_LATE_CONTACTS = """
            INSERT INTO journal_mark AS mark
            SELECT row.tenant_id, row.journal_id, max(past.position)
              FROM unnest(?, ?) AS late (tenant_id, contact_id)
              JOIN grid_row AS row USING (tenant_id, contact_id)
              JOIN contact_past AS past USING (tenant_id, contact_id)
             GROUP BY row.tenant_id, row.journal_id
                ON CONFLICT (tenant_id, journal_id) DO UPDATE SET position = excluded.position
             WHERE mark.position < excluded.position""";

    private static final String ERASE_WORDS = """
            UPDATE entry_event AS line
               SET said = NULL
              FROM unnest(?, ?) AS erased (tenant_id, contact_id)
              JOIN grid_row AS row USING (tenant_id, contact_id)
             WHERE line.tenant_id = row.tenant_id AND line.journal_id = row.journal_id
               AND line.contact_id = row.contact_id
               AND line.said IS NOT NULL""";

    private final Connection connection;

    EntryEventTable(Connection connection) {
        this.connection = connection;
    }

    /** Writes the lines and says how many were there already. */
    int write(List<EntryLine> lines, Reached reached) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            Rows.of(reached.journals().entrySet(), EntryEventTable::mark).set(insert, 1);
            Rows.of(reached.moments().entrySet(), EntryEventTable::moment).set(insert, 2);
            Rows.of(lines, (row, line) -> row.addAll(EntryLine.COLUMNS, line)).set(insert, 3);
            return lines.size() - insert.executeUpdate();
        }
    }

    /** Marks these journals at these positions, unless they are marked at later ones. */
    void markJournals(Map<JournalKey, Long> journals) throws SQLException {
        if (journals.isEmpty()) return;
        try (var upsert = connection.prepareStatement(MARK_JOURNALS)) {
            Rows.of(journals.entrySet(), EntryEventTable::mark).set(upsert, 1);
            upsert.executeUpdate();
        }
    }

    /** Marks every journal in which one of these contacts has a row: the contact changed what the journal shows. */
    void markJournalsOf(Map<TenantContact, Long> contacts) throws SQLException {
        if (contacts.isEmpty()) return;
        try (var upsert = new Unnest<>(connection, MARK_JOURNALS_OF_CONTACTS, contacts.entrySet())) {
            upsert.uuids(contact -> contact.getKey().tenant())
                    .uuids(contact -> contact.getKey().contact())
                    .longs(Map.Entry::getValue)
                    .update();
        }
    }

    /** Marks every journal of these contacts at the last change of any of them, whichever came first to this table. */
    void markJournalsOfLate(Collection<TenantContact> contacts) throws SQLException {
        if (contacts.isEmpty()) return;
        try (var upsert = new Unnest<>(connection, MARK_JOURNALS_OF_LATE_CONTACTS, contacts)) {
            upsert.uuids(TenantContact::tenant).uuids(TenantContact::contact).update();
        }
    }

    void erase(Collection<TenantContact> erased) throws SQLException {
        Erasure.run(connection, ERASE_WORDS, erased);
    }

    private static void mark(Rows row, Map.Entry<JournalKey, Long> reached) {
        row.add(reached.getKey().tenant()).add(reached.getKey().journal()).add(reached.getValue());
    }

    private static void moment(Rows row, Map.Entry<Reached.Moment, Long> reached) {
        row.add(reached.getKey().tenant()).add(reached.getKey().at()).add(reached.getValue());
    }
}

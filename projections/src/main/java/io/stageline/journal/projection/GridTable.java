package io.stageline.journal.projection;

import io.stageline.contact.projection.ContactRow;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Erasure;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The table of grid rows: loaded by one statement, each cluster written by one that swaps only forward. */
final class GridTable {
    private static final String LOAD = """
            SELECT row.tenant_id, row.journal_id, row.contact_id,
                   row.name, row.sort_name, row.profile_version,
                   row.present, row.added_at, row.presence_version,
                   row.path, row.stage_version,
                   row.decision, row.version
              FROM unnest(?, ?, ?) AS wanted (tenant_id, journal_id, contact_id)
              JOIN grid_row AS row USING (tenant_id, journal_id, contact_id)""";

    private static final String UPSERT_PROFILES = """
            INSERT INTO grid_row AS row (tenant_id, journal_id, contact_id, version, name, sort_name, profile_version)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, journal_id, contact_id) DO UPDATE
               SET name = excluded.name, sort_name = excluded.sort_name, profile_version = excluded.profile_version
             WHERE row.profile_version < excluded.profile_version""";

    private static final String UPSERT_PRESENCES = """
            INSERT INTO grid_row AS row (tenant_id, journal_id, contact_id, version, present, added_at, presence_version)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, journal_id, contact_id) DO UPDATE
               SET present = excluded.present, added_at = excluded.added_at,
                   presence_version = excluded.presence_version, version = greatest(row.version, excluded.version)
             WHERE row.presence_version < excluded.presence_version""";

    private static final String UPSERT_PATHS = """
            INSERT INTO grid_row AS row (tenant_id, journal_id, contact_id, version, current_stage, current_since,
                   last_activity_at, path, moves, skips, backwards, stage_version)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, journal_id, contact_id) DO UPDATE
               SET current_stage = excluded.current_stage, current_since = excluded.current_since,
                   last_activity_at = excluded.last_activity_at, path = excluded.path,
                   moves = excluded.moves, skips = excluded.skips, backwards = excluded.backwards,
                   stage_version = excluded.stage_version, version = greatest(row.version, excluded.version)
             WHERE row.stage_version < excluded.stage_version""";

    private static final String UPSERT_DECISIONS = """
            INSERT INTO grid_row AS row (tenant_id, journal_id, contact_id, version,
                   decision_status, decision_amount, decision_change, pledged, pledged_currency, decision, decision_version)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, journal_id, contact_id) DO UPDATE
               SET decision_status = excluded.decision_status, decision_amount = excluded.decision_amount,
                   decision_change = excluded.decision_change, pledged = excluded.pledged,
                   pledged_currency = excluded.pledged_currency,
                   decision = excluded.decision, decision_version = excluded.decision_version,
                   version = greatest(row.version, excluded.version)
             WHERE row.decision_version < excluded.decision_version""";

    private static final String RENAME_ROWS_OF_CONTACTS = """
            UPDATE grid_row AS row
               SET name = given.name, sort_name = given.sort_name, profile_version = given.profile_version
              FROM unnest(?, ?, ?, ?, ?) AS given (tenant_id, contact_id, name, sort_name, profile_version)
             WHERE row.tenant_id = given.tenant_id AND row.contact_id = given.contact_id
               AND row.profile_version < given.profile_version""";

    private static final String ERASE = """
            UPDATE grid_row AS row
               SET name = NULL, sort_name = ''
              FROM unnest(?, ?) AS erased (tenant_id, contact_id)
             WHERE row.tenant_id = erased.tenant_id AND row.contact_id = erased.contact_id""";

    private final Connection connection;

    GridTable(Connection connection) {
        this.connection = connection;
    }

    List<GridRow> load(Collection<EntryKey> keys) throws SQLException {
        if (keys.isEmpty()) return List.of();
        try (var load = new Unnest<>(connection, LOAD, keys)) {
            return load.uuids(EntryKey::tenant)
                    .uuids(EntryKey::journal)
                    .uuids(EntryKey::contact)
                    .read(GridRowReader::row);
        }
    }

    int writeProfiles(Collection<GridRow> rows) throws SQLException {
        if (rows.isEmpty()) return 0;
        try (var upsert = upsert(UPSERT_PROFILES, rows)) {
            return upsert.texts(row -> row.profile().name())
                    .texts(row -> row.profile().sortName())
                    .longs(row -> row.profile().version())
                    .rejected();
        }
    }

    int writePresences(Collection<GridRow> rows) throws SQLException {
        if (rows.isEmpty()) return 0;
        try (var upsert = upsert(UPSERT_PRESENCES, rows)) {
            return upsert.flags(row -> row.presence().present())
                    .times(row -> row.presence().addedAt())
                    .longs(row -> row.presence().version())
                    .rejected();
        }
    }

    int writePaths(Collection<GridRow> rows) throws SQLException {
        if (rows.isEmpty()) return 0;
        try (var upsert = upsert(UPSERT_PATHS, rows)) {
            return upsert.columns(Columns.PATH).longs(GridRow::pathVersion).rejected();
        }
    }

    int writeDecisions(Collection<GridRow> rows) throws SQLException {
        var decided = rows.stream().filter(row -> row.decision() != null).toList();
        if (decided.isEmpty()) return 0;
        try (var upsert = upsert(UPSERT_DECISIONS, decided)) {
            return upsert.columns(Columns.DECISION)
                    .longs(GridRow::decisionVersion)
                    .rejected();
        }
    }

    /** Gives every row of these contacts their name, in whichever journal it is. */
    void rename(Collection<ContactRow> contacts) throws SQLException {
        if (contacts.isEmpty()) return;
        try (var update = new Unnest<>(connection, RENAME_ROWS_OF_CONTACTS, contacts)) {
            update.uuids(contact -> contact.key().tenant())
                    .uuids(contact -> contact.key().contact())
                    .texts(ContactRow::name)
                    .texts(contact -> Profile.of(contact).sortName())
                    .longs(ContactRow::version)
                    .update();
        }
    }

    /** Leaves no name, in rows that are otherwise as they were. */
    void erase(Collection<TenantContact> erased) throws SQLException {
        Erasure.run(connection, ERASE, erased);
    }

    private Unnest<GridRow> upsert(String sql, Collection<GridRow> rows) throws SQLException {
        return new Unnest<>(connection, sql, rows)
                .uuids(row -> row.key().tenant())
                .uuids(row -> row.key().journal())
                .uuids(row -> row.key().contact())
                .longs(GridRow::version);
    }
}

package io.stageline.journal.projection;

import io.stageline.projection.Json;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;

/** The table of journals: loaded by one statement, written by one. */
final class JournalTable {
    private static final TypeReference<TreeMap<String, Integer>> ROT_DAYS = new TypeReference<>() {};

    private static final String LOAD = """
            SELECT row.tenant_id, row.journal_id, row.name, array_to_string(row.stages, E'\\x1f'),
                   array_to_string(row.statuses, E'\\x1f'), row.rot_days::text, row.archived, row.created_at, row.version
              FROM unnest(?, ?) AS wanted (tenant_id, journal_id)
              JOIN journal AS row USING (tenant_id, journal_id)""";

    private static final String UPSERT = """
            INSERT INTO journal AS row (tenant_id, journal_id, name, stages, statuses, rot_days, archived, created_at, version)
            SELECT tenant_id, journal_id, name, string_to_array(stages, E'\\x1f'), string_to_array(statuses, E'\\x1f'),
                   rot_days::jsonb, archived, created_at, version
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                   AS given (tenant_id, journal_id, name, stages, statuses, rot_days, archived, created_at, version)
                ON CONFLICT (tenant_id, journal_id) DO UPDATE
               SET name = excluded.name, stages = excluded.stages, statuses = excluded.statuses,
                   rot_days = excluded.rot_days, archived = excluded.archived, version = excluded.version
             WHERE row.version < excluded.version""";

    private final Connection connection;

    JournalTable(Connection connection) {
        this.connection = connection;
    }

    List<JournalRow> load(Collection<JournalKey> keys) throws SQLException {
        if (keys.isEmpty()) return List.of();
        try (var load = new Unnest<>(connection, LOAD, keys)) {
            return load.uuids(JournalKey::tenant).uuids(JournalKey::journal).read(JournalTable::row);
        }
    }

    /** Writes the rows and says how many were stale. */
    int write(Collection<JournalRow> rows) throws SQLException {
        if (rows.isEmpty()) return 0;
        try (var upsert = new Unnest<>(connection, UPSERT, rows)) {
            return upsert.uuids(row -> row.key().tenant())
                    .uuids(row -> row.key().journal())
                    .texts(JournalRow::name)
                    .texts(row -> Words.join(row.stages()))
                    .texts(row -> Words.join(row.statuses()))
                    .texts(row -> Json.MAPPER.writeValueAsString(row.rotDays()))
                    .flags(JournalRow::archived)
                    .times(JournalRow::createdAt)
                    .longs(JournalRow::version)
                    .rejected();
        }
    }

    private static JournalRow row(ResultSet result) throws SQLException {
        return new JournalRow(
                new JournalKey(result.getObject(1, UUID.class), result.getObject(2, UUID.class)),
                result.getString(3),
                Words.split(result.getString(4)),
                Words.split(result.getString(5)),
                Json.MAPPER.readValue(result.getString(6), ROT_DAYS),
                result.getBoolean(7),
                result.getObject(8, OffsetDateTime.class).toInstant(),
                result.getLong(9));
    }
}

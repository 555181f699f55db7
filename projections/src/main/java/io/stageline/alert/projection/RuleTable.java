package io.stageline.alert.projection;

import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.eventlog.StreamKey;
import io.stageline.projection.Passed;
import io.stageline.projection.Unnest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The tables of alert rules and their revisions: loaded by one statement, each written by one. */
final class RuleTable {
    private static final String LOAD = """
            SELECT row.tenant_id, row.rule_id, row.revision, row.name, row.mode, row.severity, row.rule, row.enabled,
                   row.deleted, row.silences, row.created_at, row.changed_at, row.version
              FROM unnest(?, ?) AS wanted (tenant_id, rule_id)
              JOIN alert_rule AS row USING (tenant_id, rule_id)""";

    private static final String UPSERT = """
            INSERT INTO alert_rule AS row (tenant_id, rule_id, revision, name, mode, severity, rule, enabled, deleted,
                   silences, created_at, changed_at, version)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, rule_id) DO UPDATE
               SET revision = excluded.revision, name = excluded.name, mode = excluded.mode,
                   severity = excluded.severity, rule = excluded.rule, enabled = excluded.enabled,
                   deleted = excluded.deleted, silences = excluded.silences, changed_at = excluded.changed_at,
                   version = excluded.version
             WHERE row.version < excluded.version""";

    private static final String INSERT_REVISIONS = """
            INSERT INTO alert_rule_revision (tenant_id, rule_id, revision, rule, saved_at, saved_by, version)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, rule_id, revision) DO NOTHING""";

    private final Connection connection;

    RuleTable(Connection connection) {
        this.connection = connection;
    }

    List<RuleRow> load(Collection<StreamKey> keys) throws SQLException {
        try (var load = new Unnest<>(connection, LOAD, keys)) {
            return load.uuids(StreamKey::tenant).uuids(StreamKey::stream).read(RuleTable::row);
        }
    }

    /** Writes the rows and says how many were stale. */
    int write(Collection<RuleRow> rows) throws SQLException {
        if (rows.isEmpty()) return 0;
        try (var upsert = new Unnest<>(connection, UPSERT, rows)) {
            return upsert.uuids(row -> row.key().tenant())
                    .uuids(row -> row.key().stream())
                    .ints(RuleRow::revision)
                    .texts(RuleRow::name)
                    .texts(RuleRow::mode)
                    .texts(RuleRow::severity)
                    .texts(RuleRow::text)
                    .flags(RuleRow::enabled)
                    .flags(RuleRow::deleted)
                    .texts(row -> RuleJson.of(row.silences()))
                    .times(RuleRow::createdAt)
                    .times(RuleRow::changedAt)
                    .longs(RuleRow::version)
                    .rejected();
        }
    }

    void writeRevisions(List<Passed<RuleRow>> passed) throws SQLException {
        var saved = passed.stream()
                .filter(step -> step.recorded().event() instanceof RuleSaved)
                .toList();
        if (saved.isEmpty()) return;
        try (var insert = new Unnest<>(connection, INSERT_REVISIONS, saved)) {
            insert.uuids(step -> step.recorded().tenant())
                    .uuids(step -> step.recorded().stream())
                    .ints(step -> step.after().revision())
                    .texts(step -> step.after().text())
                    .times(step -> step.recorded().recordedAt())
                    .uuids(step -> step.recorded().origin().actor())
                    .longs(step -> step.recorded().version())
                    .update();
        }
    }

    private static RuleRow row(ResultSet result) throws SQLException {
        return new RuleRow(
                new StreamKey(result.getObject(1, UUID.class), result.getObject(2, UUID.class)),
                result.getInt(3),
                result.getString(4),
                result.getString(5),
                result.getString(6),
                result.getString(7),
                result.getBoolean(8),
                result.getBoolean(9),
                RuleJson.silences(result.getString(10)),
                result.getObject(11, OffsetDateTime.class).toInstant(),
                result.getObject(12, OffsetDateTime.class).toInstant(),
                result.getLong(13));
    }
}

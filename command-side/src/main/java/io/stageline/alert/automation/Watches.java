package io.stageline.alert.automation;

import io.stageline.alert.automation.Hit.Subject;
import io.stageline.alert.automation.Kept.Key;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The watches as they are kept between two events: all of a batch are loaded by one statement and written by one. */
final class Watches {
    private static final String LOAD = """
            SELECT w.tenant_id, w.rule_id, w.fingerprint, w.state
              FROM unnest(?::uuid[], ?::uuid[], ?::uuid[]) AS wanted(tenant, rule, fingerprint)
              JOIN stageline.watch w
                ON w.tenant_id = wanted.tenant AND w.rule_id = wanted.rule AND w.fingerprint = wanted.fingerprint""";
    private static final String DUE = """
            SELECT tenant_id, rule_id, fingerprint, state
              FROM stageline.watch
             WHERE tenant_id = ? AND due_at <= ? AND rule_id <> ALL (?)
             ORDER BY due_at, rule_id, fingerprint
             LIMIT ?""";
    private static final String KEEP = """
            INSERT INTO stageline.watch (tenant_id, rule_id, fingerprint, state, due_at)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::jsonb[], ?::timestamptz[])
                ON CONFLICT (tenant_id, rule_id, fingerprint) DO UPDATE
               SET state = excluded.state, due_at = excluded.due_at""";
    private static final String DROP =
            "DELETE FROM stageline.watch WHERE tenant_id = ? AND rule_id = ? RETURNING tenant_id, rule_id, fingerprint, state";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcTemplate database;

    Watches(JdbcTemplate database) {
        this.database = database;
    }

    private record State(
            Watch watch, Subject subject, @Nullable UUID groupKey) {}

    /** Those of these that are known. */
    Map<Key, Kept> load(Collection<Key> keys) {
        var found = new HashMap<Key, Kept>();
        if (keys.isEmpty()) return found;
        database.query(
                LOAD,
                row -> {
                    var kept = read(row);
                    found.put(kept.key(), kept);
                },
                column(keys, Key::tenant),
                column(keys, Key::ruleId),
                column(keys, Key::fingerprint));
        return found;
    }

    /** Those of a tenant that are due by then and not of these rules, the earliest first. */
    List<Kept> due(UUID tenant, Instant by, Collection<UUID> except, int limit) {
        return database.query(DUE, (row, n) -> read(row), tenant, at(by), except.toArray(UUID[]::new), limit);
    }

    /** Forgets the watches of a rule; gives back what they were. */
    List<Kept> drop(UUID tenant, UUID ruleId) {
        return database.query(DROP, (row, n) -> read(row), tenant, ruleId);
    }

    void keep(Collection<Kept> watches) {
        if (watches.isEmpty()) return;
        database.execute((Connection connection) -> {
            try (var sql = connection.prepareStatement(KEEP)) {
                sql.setArray(1, connection.createArrayOf("uuid", column(watches, kept -> kept.key()
                        .tenant())));
                sql.setArray(2, connection.createArrayOf("uuid", column(watches, kept -> kept.key()
                        .ruleId())));
                sql.setArray(3, connection.createArrayOf("uuid", column(watches, kept -> kept.key()
                        .fingerprint())));
                var states = watches.stream()
                        .map(kept -> JSON.writeValueAsString(new State(kept.watch(), kept.subject(), kept.groupKey())))
                        .toArray();
                sql.setArray(4, connection.createArrayOf("text", states));
                var due = watches.stream()
                        .map(kept -> kept.watch().dueOnClock())
                        .map(time -> time == null ? null : at(time))
                        .toArray();
                sql.setArray(5, connection.createArrayOf("timestamptz", due));
                return sql.executeUpdate();
            }
        });
    }

    private static Kept read(ResultSet row) throws SQLException {
        var key = new Key(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getObject(3, UUID.class));
        var state = JSON.readValue(row.getString(4), State.class);
        return new Kept(key, state.watch(), state.subject(), state.groupKey());
    }

    private static <T> UUID[] column(Collection<T> rows, Function<T, UUID> id) {
        return rows.stream().map(id).toArray(UUID[]::new);
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}

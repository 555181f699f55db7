package io.stageline.signal.write;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.stageline.http.Caller;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.refusal.Code;
import io.stageline.signal.write.Signals.Verdict;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Signals that were refused, kept for a while so that somebody can look what is wrong: sealed, and counted by reason for ever. */
@Component
class RefusedSignals {
    private static final String KEEP = """
            INSERT INTO stageline.refused_signal AS kept
                   (tenant_id, refused_id, key_id, code, pointer, sealed, first_at, last_at, times)
            SELECT ?, r.id, ?, r.code, r.pointer, r.sealed, ?, ?, 1
              FROM unnest(?::uuid[], ?::text[], ?::text[], ?::bytea[]) AS r(id, code, pointer, sealed)
             ORDER BY r.id
                ON CONFLICT (tenant_id, refused_id) DO UPDATE
               SET last_at = excluded.last_at, times = kept.times + 1, code = excluded.code, pointer = excluded.pointer""";
    private static final String COUNT = """
            INSERT INTO stageline.refused_count AS counted (tenant_id, code, times)
            SELECT ?, r.code, r.times
              FROM unnest(?::text[], ?::bigint[]) AS r(code, times)
             ORDER BY r.code
                ON CONFLICT (tenant_id, code) DO UPDATE SET times = counted.times + excluded.times""";
    private static final String FORGET = """
            DELETE FROM stageline.refused_signal
             WHERE tenant_id = ?
               AND (last_at, refused_id) <= (SELECT last_at, refused_id
                                               FROM stageline.refused_signal
                                              WHERE tenant_id = ?
                                              ORDER BY last_at DESC, refused_id DESC
                                              LIMIT 1 OFFSET ?)""";
    private static final String FIND = """
            SELECT refused_id, key_id, code, pointer, sealed, first_at, last_at, times, dropped_at, dropped_by, dropped_for
              FROM stageline.refused_signal
             WHERE tenant_id = ? AND (?::text IS NULL OR code = ?)
               AND (?::uuid IS NULL
                    OR (last_at, refused_id) < (SELECT last_at, refused_id
                                                  FROM stageline.refused_signal
                                                 WHERE tenant_id = ? AND refused_id = ?))
             ORDER BY last_at DESC, refused_id DESC
             LIMIT ?""";
    private static final String SENT =
            "SELECT key_id, sealed FROM stageline.refused_signal WHERE tenant_id = ? AND refused_id = ?";
    private static final String DROP = """
            UPDATE stageline.refused_signal
               SET dropped_at = ?, dropped_by = ?, dropped_for = ?
             WHERE tenant_id = ? AND refused_id = ?
            RETURNING refused_id, key_id, code, pointer, sealed, first_at, last_at, times, dropped_at, dropped_by, dropped_for""";
    private static final String FORGET_ONE =
            "DELETE FROM stageline.refused_signal WHERE tenant_id = ? AND refused_id = ?";
    private static final String COUNTS =
            "SELECT code, times FROM stageline.refused_count WHERE tenant_id = ? ORDER BY code";
    private static final int MOST_KEPT = 10_000;

    private final JdbcTemplate database;
    private final MasterKey master;
    private final TenantKeys keys;
    private final Clock clock;

    RefusedSignals(@Qualifier("writeDataSource") DataSource database, MasterKey master, Clock clock) {
        this.database = new JdbcTemplate(database);
        this.master = master;
        this.keys = new TenantKeys(master);
        this.clock = clock;
    }

    /** A signal that was refused: why, when first and last and how often, and what was sent. */
    record RefusedSignal(
            UUID refusedId,
            UUID keyId,
            String code,
            @Nullable String pointer,
            Instant firstAt,
            Instant lastAt,
            long times,
            String sent,
            @Nullable Dropped dropped) {}

    /** That somebody gave it up. */
    record Dropped(Instant at, UUID by, String reason) {}

    /** What was sent, by which key. */
    record Sent(UUID keyId, byte[] bytes) {}

    /** Keeps these refused items, each once and those that came twice with their number, and forgets the oldest. */
    void keep(List<Verdict> verdicts, Caller caller) {
        var refused = new TreeMap<UUID, Verdict>();
        var counts = new TreeMap<String, Long>();
        for (var verdict : verdicts) {
            if (verdict.refusal() == null) continue;
            refused.putIfAbsent(id(caller.tenant(), verdict), verdict);
            counts.merge(verdict.refusal().code().wire(), 1L, Long::sum);
        }
        if (refused.isEmpty()) return;
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        database.execute((Connection connection) -> {
            insert(connection, refused, caller, now);
            count(connection, counts, caller.tenant());
            return refused.size();
        });
        database.update(FORGET, caller.tenant(), caller.tenant(), MOST_KEPT);
    }

    private UUID id(UUID tenant, Verdict verdict) {
        return master.idOf(tenant, "refused signal", new String(verdict.item().sent(), ISO_8859_1));
    }

    private void insert(Connection connection, Map<UUID, Verdict> refused, Caller caller, OffsetDateTime now)
            throws SQLException {
        try (var sql = connection.prepareStatement(KEEP)) {
            sql.setObject(1, caller.tenant());
            sql.setObject(2, caller.keyId());
            sql.setObject(3, now);
            sql.setObject(4, now);
            sql.setArray(5, connection.createArrayOf("uuid", refused.keySet().toArray()));
            sql.setArray(6, texts(connection, refused, RefusedSignals::code));
            sql.setArray(7, texts(connection, refused, RefusedSignals::pointer));
            var sealed = refused.entrySet().stream()
                    .map(one -> keys.seal(
                            caller.tenant(),
                            purpose(one.getKey()),
                            one.getValue().item().sent()))
                    .toArray(byte[][]::new);
            sql.setArray(8, connection.createArrayOf("bytea", sealed));
            sql.executeUpdate();
        }
    }

    private static void count(Connection connection, Map<String, Long> counts, UUID tenant) throws SQLException {
        try (var sql = connection.prepareStatement(COUNT)) {
            sql.setObject(1, tenant);
            sql.setArray(2, connection.createArrayOf("text", counts.keySet().toArray()));
            sql.setArray(3, connection.createArrayOf("bigint", counts.values().toArray()));
            sql.executeUpdate();
        }
    }

    private static Array texts(
            Connection connection, Map<UUID, Verdict> refused, Function<Verdict, @Nullable String> text)
            throws SQLException {
        return connection.createArrayOf(
                "text", refused.values().stream().map(text).toArray());
    }

    private static @Nullable String code(Verdict verdict) {
        return verdict.refusal() == null ? null : verdict.refusal().code().wire();
    }

    private static @Nullable String pointer(Verdict verdict) {
        return verdict.refusal() == null ? null : KnownPart.of(verdict.refusal().pointer());
    }

    /** Those refused for this reason, or for any, the newest first, after one of them. */
    List<RefusedSignal> find(UUID tenant, @Nullable String code, @Nullable UUID after, int limit) {
        return database.query(FIND, (row, n) -> read(row, tenant), tenant, code, code, after, tenant, after, limit);
    }

    private RefusedSignal read(ResultSet row, UUID tenant) throws SQLException {
        var id = row.getObject(1, UUID.class);
        return new RefusedSignal(
                id,
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                row.getTimestamp(6).toInstant(),
                row.getTimestamp(7).toInstant(),
                row.getLong(8),
                new String(keys.open(tenant, purpose(id), row.getBytes(5)), UTF_8),
                row.getTimestamp(9) == null ? null : dropped(row, tenant, id));
    }

    private Dropped dropped(ResultSet row, UUID tenant, UUID id) throws SQLException {
        return new Dropped(
                row.getTimestamp(9).toInstant(),
                row.getObject(10, UUID.class),
                new String(keys.open(tenant, dropping(id), row.getBytes(11)), UTF_8));
    }

    /** What was sent then, to send it again. */
    Sent sent(UUID tenant, UUID refusedId) {
        return database
                .query(
                        SENT,
                        (row, n) -> new Sent(
                                row.getObject(1, UUID.class), keys.open(tenant, purpose(refusedId), row.getBytes(2))),
                        tenant,
                        refusedId)
                .stream()
                .findFirst()
                .orElseThrow(RefusedSignals::unknown);
    }

    /** Gives it up; it stays there with the reason, as long as any. */
    RefusedSignal drop(Caller caller, UUID refusedId, String reason) {
        var tenant = caller.tenant();
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        var why = keys.seal(tenant, dropping(refusedId), reason.getBytes(UTF_8));
        return database.query(DROP, (row, n) -> read(row, tenant), now, caller.keyId(), why, tenant, refusedId).stream()
                .findFirst()
                .orElseThrow(RefusedSignals::unknown);
    }

    /** It was taken after all. */
    void forget(UUID tenant, UUID refusedId) {
        database.update(FORGET_ONE, tenant, refusedId);
    }

    private static RuntimeException unknown() {
        return Code.UNKNOWN_SIGNAL.because("There is no such refused signal.").asException();
    }

    /** How many were refused for each reason, those that are forgotten too. */
    Map<String, Long> counts(UUID tenant) {
        var counts = new TreeMap<String, Long>();
        database.query(
                COUNTS,
                row -> {
                    counts.put(row.getString(1), row.getLong(2));
                },
                tenant);
        return counts;
    }

    private static String purpose(UUID refusedId) {
        return "refused signal " + refusedId;
    }

    private static String dropping(UUID refusedId) {
        return "dropping of refused signal " + refusedId;
    }
}

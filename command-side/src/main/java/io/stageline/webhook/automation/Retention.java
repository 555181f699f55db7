package io.stageline.webhook.automation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Removes what was delivered long enough ago, with its attempts, in small steps; what failed or still waits stays. With each
 * step the endpoint says up to which number messages were removed, so that nobody takes them for lost.
 */
public final class Retention {
    private static final int AT_ONCE = 500;
    private static final String WITH_OLD = """
            SELECT e.tenant_id, e.endpoint_id
              FROM stageline.webhook_endpoint e
             WHERE EXISTS (SELECT FROM stageline.webhook_message m
                            WHERE m.tenant_id = e.tenant_id AND m.endpoint_id = e.endpoint_id
                              AND m.state = 'delivered' AND m.finished_at < ?)
             ORDER BY e.tenant_id, e.endpoint_id""";
    // As the feed does: first the endpoint, then its messages.
    private static final String LOCK =
            "SELECT 1 FROM stageline.webhook_endpoint WHERE tenant_id = ? AND endpoint_id = ? FOR UPDATE";
    private static final String REMOVE = """
            WITH old AS MATERIALIZED (
                SELECT m.tenant_id, m.endpoint_id, m.sequence
                  FROM stageline.webhook_message m
                 WHERE m.tenant_id = ? AND m.endpoint_id = ? AND m.state = 'delivered' AND m.finished_at < ?
                 ORDER BY m.finished_at
                 LIMIT ?
                   FOR UPDATE SKIP LOCKED),
            attempts AS (
                DELETE FROM stageline.webhook_attempt a
                 USING old
                 WHERE a.tenant_id = old.tenant_id AND a.endpoint_id = old.endpoint_id AND a.sequence = old.sequence),
            removed AS (
                DELETE FROM stageline.webhook_message m
                 USING old
                 WHERE m.tenant_id = old.tenant_id AND m.endpoint_id = old.endpoint_id AND m.sequence = old.sequence
                RETURNING m.tenant_id, m.endpoint_id, m.sequence),
            last AS (
                SELECT tenant_id, endpoint_id, max(sequence) AS sequence, count(*) AS messages
                  FROM removed
                 GROUP BY tenant_id, endpoint_id)
            UPDATE stageline.webhook_endpoint e
               SET removed_to = greatest(e.removed_to, last.sequence)
              FROM last
             WHERE e.tenant_id = last.tenant_id AND e.endpoint_id = last.endpoint_id
            RETURNING last.messages""";

    private final DataSource database;
    private final Clock clock;
    private final Duration kept;

    Retention(DataSource database, Clock clock, Duration kept) {
        if (kept.isZero() || kept.isNegative())
            throw new IllegalArgumentException("delivered messages must be kept for some time");
        this.database = database;
        this.clock = clock;
        this.kept = kept;
    }

    /** Removes all that is old by now; returns how many messages. */
    public long removeOld() throws SQLException {
        var before = clock.instant().minus(kept);
        var all = 0L;
        for (var endpoint : withOld(before)) all += removeOld(endpoint, before);
        return all;
    }

    private List<EndpointKey> withOld(Instant before) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(WITH_OLD)) {
            select.setTimestamp(1, Timestamp.from(before));
            try (var rows = select.executeQuery()) {
                var endpoints = new ArrayList<EndpointKey>();
                while (rows.next())
                    endpoints.add(new EndpointKey(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)));
                return endpoints;
            }
        }
    }

    private long removeOld(EndpointKey endpoint, Instant before) throws SQLException {
        var all = 0L;
        long some;
        do { // each transaction is over soon
            some = step(endpoint, before);
            all += some;
        } while (some == AT_ONCE && !Thread.currentThread().isInterrupted());
        return all;
    }

    private long step(EndpointKey endpoint, Instant before) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                lock(connection, endpoint);
                var removed = remove(connection, endpoint, before);
                connection.commit();
                return removed;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            }
        }
    }

    private static void lock(Connection connection, EndpointKey endpoint) throws SQLException {
        try (var lock = connection.prepareStatement(LOCK)) {
            lock.setObject(1, endpoint.tenant());
            lock.setObject(2, endpoint.endpoint());
            lock.execute();
        }
    }

    private static long remove(Connection connection, EndpointKey endpoint, Instant before) throws SQLException {
        try (var remove = connection.prepareStatement(REMOVE)) {
            remove.setObject(1, endpoint.tenant());
            remove.setObject(2, endpoint.endpoint());
            remove.setTimestamp(3, Timestamp.from(before));
            remove.setInt(4, AT_ONCE);
            try (var row = remove.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}

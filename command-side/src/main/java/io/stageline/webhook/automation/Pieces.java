package io.stageline.webhook.automation;

import static io.stageline.webhook.automation.QueueTables.about;

import io.stageline.webhook.automation.Claim.Lane;
import io.stageline.webhook.automation.Errand.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a piece of an errand does to the queue: some messages are sent again, or removed. */
final class Pieces {
    private static final String SUBJECTS = """
            SELECT DISTINCT subject
              FROM stageline.webhook_message
             WHERE tenant_id = ? AND endpoint_id = ? AND sequence BETWEEN ? AND ? AND (state = 'failed' OR NOT ?)""";
    // Who holds a lane may change its messages: what failed since the lanes were taken is not meant.
    private static final String AGAIN = """
            WITH meant AS MATERIALIZED (
                SELECT tenant_id, endpoint_id, sequence
                  FROM stageline.webhook_message
                 WHERE tenant_id = ? AND endpoint_id = ? AND sequence BETWEEN ? AND ? AND (state = 'failed' OR NOT ?)
                   AND subject = ANY(?)
                 ORDER BY sequence
                   FOR UPDATE)
            UPDATE stageline.webhook_message m
               SET state = 'pending', tries = 0, finished_at = NULL
              FROM meant
             WHERE m.tenant_id = meant.tenant_id AND m.endpoint_id = meant.endpoint_id AND m.sequence = meant.sequence""";
    // As retention does: first the endpoint, then its messages.
    private static final String LOCK =
            "SELECT 1 FROM stageline.webhook_endpoint WHERE tenant_id = ? AND endpoint_id = ? FOR UPDATE";
    // Who writes an attempt holds its message, and takes many of them in this order.
    private static final String LOCK_SOME = """
            SELECT max(sequence) AS last
              FROM (SELECT sequence
                      FROM stageline.webhook_message
                     WHERE tenant_id = ? AND endpoint_id = ?
                     ORDER BY sequence
                     LIMIT ?
                       FOR UPDATE) AS first_ones""";
    private static final List<String> REMOVE_SOME = List.of(
            "DELETE FROM stageline.webhook_attempt WHERE tenant_id = ? AND endpoint_id = ? AND sequence <= ?",
            "DELETE FROM stageline.webhook_message WHERE tenant_id = ? AND endpoint_id = ? AND sequence <= ?");
    private static final String REMOVE_LANES = """
            DELETE FROM stageline.webhook_lane
             WHERE (tenant_id, endpoint_id, subject) IN (
                   SELECT tenant_id, endpoint_id, subject
                     FROM stageline.webhook_lane
                    WHERE tenant_id = ? AND endpoint_id = ?
                    ORDER BY subject
                    LIMIT ?
                      FOR UPDATE)""";
    /** How many messages a piece is about. */
    static final int AT_ONCE = 500;

    private Pieces() {}

    /** Does a piece of an errand; what is left of it, if something is. */
    static @Nullable Errand next(Connection connection, Errand errand) throws SQLException {
        if (errand.kind() == Kind.remove) return removeSome(connection, errand.endpoint()) ? errand : null;
        var lanes = lanes(connection, errand);
        QueueTables.openLanes(connection, lanes, QueueTables.NOW_UNLESS_ON_ITS_WAY);
        again(connection, errand, lanes);
        return end(errand) < errand.to() ? errand.from(end(errand) + 1) : null;
    }

    /** The lanes of what the next piece sends again, which stay those for as long as the endpoint is held. */
    static List<Lane> lanes(Connection connection, Errand errand) throws SQLException {
        try (var select = meant(connection, SUBJECTS, errand);
                var rows = select.executeQuery()) {
            var lanes = new ArrayList<Lane>();
            while (rows.next()) lanes.add(new Lane(errand.endpoint(), rows.getObject(1, UUID.class)));
            return lanes;
        }
    }

    private static void again(Connection connection, Errand errand, List<Lane> lanes) throws SQLException {
        try (var update = meant(connection, AGAIN, errand)) {
            var subjects = lanes.stream().map(Lane::subject).toArray();
            update.setArray(6, connection.createArrayOf("uuid", subjects));
            update.executeUpdate();
        }
    }

    private static PreparedStatement meant(Connection connection, String sql, Errand errand) throws SQLException {
        var statement = about(connection, sql, errand.endpoint());
        statement.setLong(3, errand.from());
        statement.setLong(4, end(errand));
        statement.setBoolean(5, errand.kind() == Kind.again_failed);
        return statement;
    }

    private static long end(Errand errand) {
        return Math.min(errand.to(), errand.from() + AT_ONCE - 1);
    }

    /** Removes some messages with their attempts, and when there are none any more some lanes; false when nothing is left. */
    private static boolean removeSome(Connection connection, EndpointKey endpoint) throws SQLException {
        var last = lockSome(connection, endpoint);
        if (last == 0) return update(connection, REMOVE_LANES, endpoint, AT_ONCE) == AT_ONCE;
        for (var sql : REMOVE_SOME) update(connection, sql, endpoint, last);
        return true;
    }

    private static long lockSome(Connection connection, EndpointKey endpoint) throws SQLException {
        try (var lock = about(connection, LOCK_SOME, endpoint)) {
            lock.setInt(3, AT_ONCE);
            try (var row = lock.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static int update(Connection connection, String sql, EndpointKey endpoint, long bound) throws SQLException {
        try (var update = about(connection, sql, endpoint)) {
            update.setLong(3, bound);
            return update.executeUpdate();
        }
    }

    /** Holds the endpoint; false when it is no more. */
    static boolean lock(Connection connection, EndpointKey endpoint) throws SQLException {
        try (var lock = about(connection, LOCK, endpoint);
                var row = lock.executeQuery()) {
            return row.next();
        }
    }
}

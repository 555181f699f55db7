package io.stageline.webhook.automation;

import io.stageline.webhook.automation.Claim.Lane;
import io.stageline.webhook.automation.Errand.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the feed does to the queue: new messages, those to be sent again, and those of an endpoint that is no more. */
final class QueueTables {
    private static final String ADD = """
            INSERT INTO stageline.webhook_message
                   (tenant_id, endpoint_id, sequence, message_id, event_id, type, subject, alert_id, position, body, created_at,
                    state, attempts, tries)
            SELECT *, 'pending', 0, 0
              FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::uuid[], ?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::bigint[],
                          ?::text[], ?::timestamptz[])""";
    // Whoever closes a lane holds its row: the feed waits for him, and then opens it again.
    private static final String OPEN_LANES = """
            INSERT INTO stageline.webhook_lane AS lane (tenant_id, endpoint_id, subject, due_at)
            SELECT DISTINCT l.tenant_id, l.endpoint_id, l.subject, now()
              FROM unnest(?::uuid[], ?::uuid[], ?::uuid[]) AS l(tenant_id, endpoint_id, subject)
             ORDER BY l.tenant_id, l.endpoint_id, l.subject
                ON CONFLICT (tenant_id, endpoint_id, subject) DO UPDATE SET due_at =\s""";
    private static final String AS_IT_WAS = "lane.due_at";
    private static final String NOW_UNLESS_ON_ITS_WAY =
            "CASE WHEN lane.claims = 0 THEN excluded.due_at ELSE lane.due_at END";
    private static final String AGAIN = """
            UPDATE stageline.webhook_message
               SET state = 'pending', tries = 0, finished_at = NULL
             WHERE tenant_id = ? AND endpoint_id = ? AND sequence BETWEEN ? AND ?
               AND (state = 'failed' OR NOT ?)
            RETURNING subject""";
    // As retention does: first the endpoint, then its messages.
    private static final String LOCK =
            "SELECT 1 FROM stageline.webhook_endpoint WHERE tenant_id = ? AND endpoint_id = ? FOR UPDATE";
    // Who writes an attempt holds its message.
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
             WHERE ctid = ANY (ARRAY(SELECT ctid
                                       FROM stageline.webhook_lane
                                      WHERE tenant_id = ? AND endpoint_id = ?
                                      LIMIT ?))""";
    /** How many messages a piece is about. */
    static final int AT_ONCE = 500;

    private QueueTables() {}

    static void add(Connection connection, List<Message> messages) throws SQLException {
        try (var rows = new ManyRows<>(connection, ADD, messages)) {
            rows.uuids(message -> message.to().tenant())
                    .uuids(message -> message.to().endpoint())
                    .longs(Message::sequence)
                    .uuids(Message::id)
                    .uuids(Message::eventId)
                    .texts(Message::type)
                    .uuids(Message::subject)
                    .uuids(Message::alertId)
                    .longs(Message::position)
                    .texts(Message::body)
                    .times(Message::createdAt)
                    .update();
        }
        var lanes = messages.stream().map(it -> new Lane(it.to(), it.subject())).toList();
        openLanes(connection, lanes, AS_IT_WAS);
    }

    private static void openLanes(Connection connection, List<Lane> lanes, String due) throws SQLException {
        try (var rows = new ManyRows<>(connection, OPEN_LANES + due, lanes)) {
            rows.uuids(lane -> lane.endpoint().tenant())
                    .uuids(lane -> lane.endpoint().endpoint())
                    .uuids(Lane::subject)
                    .update();
        }
    }

    /** Does a piece of an errand; what is left of it, if something is. */
    static @Nullable Errand piece(Connection connection, Errand errand) throws SQLException {
        if (errand.kind() == Kind.remove) return removeSome(connection, errand.endpoint()) ? errand : null;
        var end = Math.min(errand.to(), errand.from() + AT_ONCE - 1);
        openLanes(connection, again(connection, errand, end), NOW_UNLESS_ON_ITS_WAY);
        return end < errand.to() ? errand.from(end + 1) : null;
    }

    private static List<Lane> again(Connection connection, Errand errand, long end) throws SQLException {
        try (var update = about(connection, AGAIN, errand.endpoint())) {
            update.setLong(3, errand.from());
            update.setLong(4, end);
            update.setBoolean(5, errand.kind() == Kind.again_failed);
            try (var rows = update.executeQuery()) {
                var lanes = new ArrayList<Lane>();
                while (rows.next()) lanes.add(new Lane(errand.endpoint(), rows.getObject(1, UUID.class)));
                return lanes;
            }
        }
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

    static void forgetFailures(Connection connection, EndpointKey endpoint) throws SQLException {
        delete(connection, "webhook_health", endpoint);
    }

    /** The endpoint is no more; its messages are yet to be removed. */
    static void forget(Connection connection, EndpointKey endpoint) throws SQLException {
        forgetFailures(connection, endpoint);
        delete(connection, "webhook_endpoint", endpoint);
    }

    private static void delete(Connection connection, String table, EndpointKey endpoint) throws SQLException {
        try (var delete = about(
                connection, "DELETE FROM stageline." + table + " WHERE tenant_id = ? AND endpoint_id = ?", endpoint)) {
            delete.executeUpdate();
        }
    }

    private static PreparedStatement about(Connection connection, String sql, EndpointKey endpoint)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        statement.setObject(1, endpoint.tenant());
        statement.setObject(2, endpoint.endpoint());
        return statement;
    }
}

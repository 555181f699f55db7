package io.stageline.webhook.automation;

import io.stageline.webhook.automation.Claim.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** What the feed does to the queue: new messages, lanes that are due, and endpoints that begin anew or are no more. */
final class QueueTables {
    private static final String ADD = """
            INSERT INTO stageline.webhook_message
                   (tenant_id, endpoint_id, sequence, message_id, event_id, type, subject, alert_id, position, body, created_at,
                    state, attempts, tries)
            SELECT *, 'pending', 0, 0
              FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::uuid[], ?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::bigint[],
                          ?::text[], ?::timestamptz[])""";
    // Whoever closes a lane holds its row: who opens it waits for him, and then opens it again.
    private static final String OPEN_LANES = """
            INSERT INTO stageline.webhook_lane AS lane (tenant_id, endpoint_id, subject, due_at)
            SELECT DISTINCT l.tenant_id, l.endpoint_id, l.subject, now()
              FROM unnest(?::uuid[], ?::uuid[], ?::uuid[]) AS l(tenant_id, endpoint_id, subject)
             ORDER BY l.tenant_id, l.endpoint_id, l.subject
                ON CONFLICT (tenant_id, endpoint_id, subject) DO UPDATE SET due_at =\s""";
    static final String AS_IT_WAS = "lane.due_at";
    static final String NOW_UNLESS_ON_ITS_WAY = "CASE WHEN lane.claims = 0 THEN excluded.due_at ELSE lane.due_at END";

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
    }

    static void openLanes(Connection connection, List<Lane> lanes, String due) throws SQLException {
        try (var rows = new ManyRows<>(connection, OPEN_LANES + due, lanes)) {
            rows.uuids(lane -> lane.endpoint().tenant())
                    .uuids(lane -> lane.endpoint().endpoint())
                    .uuids(Lane::subject)
                    .update();
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

    static PreparedStatement about(Connection connection, String sql, EndpointKey endpoint) throws SQLException {
        var statement = connection.prepareStatement(sql);
        statement.setObject(1, endpoint.tenant());
        statement.setObject(2, endpoint.endpoint());
        return statement;
    }
}

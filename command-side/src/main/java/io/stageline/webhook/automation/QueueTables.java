package io.stageline.webhook.automation;

import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

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
            SELECT DISTINCT l.tenant_id, l.endpoint_id, l.subject, ?::timestamptz
              FROM unnest(?::uuid[], ?::uuid[], ?::uuid[]) AS l(tenant_id, endpoint_id, subject)
             ORDER BY l.tenant_id, l.endpoint_id, l.subject
                ON CONFLICT (tenant_id, endpoint_id, subject) DO UPDATE SET due_at = lane.due_at""";
    private static final String AGAIN = """
            UPDATE stageline.webhook_message
               SET state = 'pending', tries = 0, finished_at = NULL
             WHERE tenant_id = ? AND endpoint_id = ? AND sequence BETWEEN ? AND ?
               AND (state = 'failed' OR state = 'delivered' AND NOT ?)
            RETURNING subject""";
    private static final List<String> TABLES =
            List.of("webhook_attempt", "webhook_message", "webhook_lane", "webhook_health", "webhook_endpoint");

    private QueueTables() {}

    /** A lane to be opened: its endpoint and its subject. */
    private record Lane(EndpointKey endpoint, UUID subject) {}

    static void add(Connection connection, List<Message> messages, Instant now) throws SQLException {
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
        openLanes(
                connection,
                messages.stream().map(it -> new Lane(it.to(), it.subject())).toList(),
                now);
    }

    private static void openLanes(Connection connection, List<Lane> lanes, Instant now) throws SQLException {
        try (var rows = new ManyRows<>(connection, OPEN_LANES, lanes)) {
            rows.time(now)
                    .uuids(lane -> lane.endpoint.tenant())
                    .uuids(lane -> lane.endpoint.endpoint())
                    .uuids(Lane::subject)
                    .update();
        }
    }

    static void again(Connection connection, EndpointKey endpoint, ReplayRequested wish, Instant now)
            throws SQLException {
        try (var update = connection.prepareStatement(AGAIN)) {
            update.setObject(1, endpoint.tenant());
            update.setObject(2, endpoint.endpoint());
            update.setLong(3, wish.from());
            update.setLong(4, wish.to());
            update.setBoolean(5, wish.failedOnly());
            try (var rows = update.executeQuery()) {
                var lanes = new java.util.ArrayList<Lane>();
                while (rows.next()) lanes.add(new Lane(endpoint, rows.getObject(1, UUID.class)));
                openLanes(connection, lanes, now);
            }
        }
    }

    static void forgetFailures(Connection connection, EndpointKey endpoint) throws SQLException {
        delete(connection, "webhook_health", endpoint);
    }

    static void remove(Connection connection, EndpointKey endpoint) throws SQLException {
        for (var table : TABLES) delete(connection, table, endpoint);
    }

    private static void delete(Connection connection, String table, EndpointKey endpoint) throws SQLException {
        try (var delete = connection.prepareStatement(
                "DELETE FROM stageline." + table + " WHERE tenant_id = ? AND endpoint_id = ?")) {
            delete.setObject(1, endpoint.tenant());
            delete.setObject(2, endpoint.endpoint());
            delete.executeUpdate();
        }
    }
}

package io.stageline.webhook.automation;

import io.stageline.webhook.automation.Claim.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** The lanes that are due: any number of processes take them, each lane by one at a time, and nobody waits for another. */
final class Lanes {
    private static final String WITH_DUE = """
            SELECT e.tenant_id, e.endpoint_id
              FROM stageline.webhook_endpoint e
             WHERE e.state = 'active'
               AND EXISTS (SELECT FROM stageline.webhook_lane l
                            WHERE l.tenant_id = e.tenant_id AND l.endpoint_id = e.endpoint_id AND l.due_at <= now())""";
    // A lane that is worked on is due again when its worker must be dead: after the time-out of the endpoint and some
    // seconds, up to four times as long where others died before: what senders die of leaves them time for the rest.
    private static final String CLAIM = """
            WITH due AS MATERIALIZED (
                SELECT l.tenant_id, l.endpoint_id, l.subject, e.version, e.timeout_seconds
                  FROM unnest(?::uuid[], ?::uuid[], ?::int[]) AS wanted(tenant, endpoint, room)
                  JOIN stageline.webhook_endpoint e
                    ON e.tenant_id = wanted.tenant AND e.endpoint_id = wanted.endpoint AND e.state = 'active'
                 CROSS JOIN LATERAL (
                       SELECT lane.tenant_id, lane.endpoint_id, lane.subject
                         FROM stageline.webhook_lane lane
                        WHERE lane.tenant_id = wanted.tenant AND lane.endpoint_id = wanted.endpoint AND lane.due_at <= now()
                        ORDER BY lane.due_at
                        LIMIT wanted.room
                          FOR UPDATE SKIP LOCKED) AS l),
            claimed AS (
                INSERT INTO stageline.webhook_lane AS lane (tenant_id, endpoint_id, subject, due_at)
                SELECT due.tenant_id, due.endpoint_id, due.subject,
                       now() + make_interval(secs => due.timeout_seconds + 5)
                  FROM due
                    ON CONFLICT (tenant_id, endpoint_id, subject) DO UPDATE
                   SET due_at = now() + (excluded.due_at - now()) * (1 << least(lane.claims, 2)), claims = lane.claims + 1
                RETURNING lane.tenant_id, lane.endpoint_id, lane.subject, lane.claims - 1 AS lost)
            SELECT due.tenant_id, due.endpoint_id, due.subject, due.version, claimed.lost,
                   m.sequence, m.message_id, m.body, m.attempts + claimed.lost AS attempts, m.tries
              FROM due
              JOIN claimed USING (tenant_id, endpoint_id, subject)
             CROSS JOIN (SELECT set_config('synchronous_commit', 'off', true)) AS a_lost_claim_is_made_again
             CROSS JOIN LATERAL (
                   SELECT m.sequence, m.message_id, m.body, m.attempts, m.tries
                     FROM stageline.webhook_message m
                    WHERE m.tenant_id = due.tenant_id AND m.endpoint_id = due.endpoint_id AND m.subject = due.subject
                      AND m.state = 'pending'
                    ORDER BY m.sequence
                    LIMIT 1) AS m""";

    private final DataSource database;

    Lanes(DataSource database) {
        this.database = database;
    }

    /** An endpoint, and how many messages may be sent to it now. */
    record Room(EndpointKey endpoint, int messages) {}

    /** The active endpoints that have a lane which is due. */
    List<EndpointKey> withDue() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(WITH_DUE);
                var rows = select.executeQuery()) {
            var endpoints = new ArrayList<EndpointKey>();
            while (rows.next()) endpoints.add(endpoint(rows));
            return endpoints;
        }
    }

    /** The first message of each due lane, as far as there is room. */
    List<Claim> claim(List<Room> rooms) throws SQLException {
        try (var connection = database.getConnection();
                var rows = new ManyRows<>(connection, CLAIM, rooms)) {
            return rows.uuids(room -> room.endpoint.tenant())
                    .uuids(room -> room.endpoint.endpoint())
                    .ints(Room::messages)
                    .read(Lanes::claimed);
        }
    }

    private static Claim claimed(ResultSet row) throws SQLException {
        return new Claim(
                new Lane(endpoint(row), row.getObject("subject", UUID.class)),
                row.getLong("version"),
                row.getLong("sequence"),
                row.getObject("message_id", UUID.class),
                row.getString("body"),
                row.getInt("attempts"),
                row.getInt("tries"),
                row.getInt("lost"));
    }

    private static EndpointKey endpoint(ResultSet row) throws SQLException {
        return new EndpointKey(row.getObject("tenant_id", UUID.class), row.getObject("endpoint_id", UUID.class));
    }
}

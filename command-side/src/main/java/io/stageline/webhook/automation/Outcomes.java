package io.stageline.webhook.automation;

import io.stageline.webhook.automation.Claim.Lane;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Writes what came of many claims at once: the attempts, the states of the messages, and when their lanes are due. */
final class Outcomes {
    // The table of lanes is empty whenever nothing is to be sent, and a plan made then must hold when there are many:
    // each lane is looked up by its key, whatever the planner believes of their number.
    private static final String LOCK = """
            SELECT o.n
              FROM (SELECT *
                      FROM unnest(?::uuid[], ?::uuid[], ?::uuid[]) WITH ORDINALITY AS o(tenant, endpoint, subject, n)
                     ORDER BY o.tenant, o.endpoint, o.subject) AS o
             CROSS JOIN LATERAL (
                   SELECT FROM stageline.webhook_lane l
                    WHERE l.tenant_id = o.tenant AND l.endpoint_id = o.endpoint AND l.subject = o.subject
                      FOR UPDATE) AS locked""";
    // Messages are looked up, and so held, in the order of the outcomes: these connections join in no other way.
    private static final String RECORD = """
            WITH outcome AS MATERIALIZED (
                SELECT *
                  FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::int[], ?::text[], ?::text[], ?::int[],
                              ?::timestamptz[], ?::int[])
                       AS o(tenant, endpoint, sequence, state, status, error, response, latency, at, attempt)
                 ORDER BY o.tenant, o.endpoint, o.sequence),
            sent AS (
                UPDATE stageline.webhook_message m
                   SET attempts = greatest(m.attempts + 1, o.attempt),
                       tries = m.tries + 1,
                       last_status = o.status,
                       last_error = o.error,
                       state = CASE WHEN m.state = 'pending' THEN o.state ELSE m.state END,
                       finished_at = CASE WHEN m.state = 'pending' AND o.state <> 'pending' THEN now() ELSE m.finished_at END
                  FROM outcome o
                 WHERE m.tenant_id = o.tenant AND m.endpoint_id = o.endpoint AND m.sequence = o.sequence
                RETURNING m.tenant_id, m.endpoint_id, m.sequence, m.attempts)
            INSERT INTO stageline.webhook_attempt
                   (tenant_id, endpoint_id, sequence, attempt, at, latency_millis, status, error, response)
            SELECT s.tenant_id, s.endpoint_id, s.sequence, s.attempts, o.at, o.latency, o.status, o.error, o.response
              FROM sent s
              JOIN outcome o ON o.tenant = s.tenant_id AND o.endpoint = s.endpoint_id AND o.sequence = s.sequence""";
    private static final String MOVE_LANES = """
            WITH outcome AS MATERIALIZED (
                SELECT o.tenant, o.endpoint, o.subject, o.wait_millis,
                       (SELECT m.sequence
                          FROM stageline.webhook_message m
                         WHERE m.tenant_id = o.tenant AND m.endpoint_id = o.endpoint AND m.subject = o.subject
                           AND m.state = 'pending'
                         LIMIT 1) AS pending
                  FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[]) AS o(tenant, endpoint, subject, wait_millis)),
            closed AS (
                DELETE FROM stageline.webhook_lane
                 WHERE ctid = ANY (ARRAY(
                       SELECT lane.ctid
                         FROM outcome AS o
                        CROSS JOIN LATERAL (
                              SELECT l.ctid
                                FROM stageline.webhook_lane l
                               WHERE l.tenant_id = o.tenant AND l.endpoint_id = o.endpoint AND l.subject = o.subject
                               LIMIT 1) AS lane
                        WHERE o.pending IS NULL)))
            INSERT INTO stageline.webhook_lane (tenant_id, endpoint_id, subject, due_at)
            SELECT o.tenant, o.endpoint, o.subject, now() + make_interval(secs => o.wait_millis / 1000.0)
              FROM outcome o
             WHERE o.pending IS NOT NULL
                ON CONFLICT (tenant_id, endpoint_id, subject) DO UPDATE SET due_at = excluded.due_at, claims = 0""";

    private final DataSource database;

    Outcomes(DataSource database) {
        this.database = database;
    }

    /** All or none of them. */
    void record(List<Outcome> outcomes) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (var some : oneOfALane(outcomes)) record(connection, some);
                connection.commit();
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            }
        }
    }

    /** A lane whose lease was over before its outcome was written has several: each counts from the one before. */
    private static Collection<List<Outcome>> oneOfALane(List<Outcome> outcomes) {
        var seen = new HashMap<Lane, Integer>();
        var parts = new TreeMap<Integer, List<Outcome>>();
        for (var outcome : outcomes) {
            var earlier = seen.merge(outcome.claim().lane(), 1, Integer::sum);
            parts.computeIfAbsent(earlier, nth -> new ArrayList<>()).add(outcome);
        }
        return parts.values();
    }

    private static void record(Connection connection, List<Outcome> outcomes) throws SQLException {
        var held = held(connection, outcomes);
        try (var rows = new ManyRows<>(connection, RECORD, outcomes)) {
            rows.uuids(it -> it.claim().lane().endpoint().tenant())
                    .uuids(it -> it.claim().lane().endpoint().endpoint())
                    .longs(it -> it.claim().sequence())
                    .texts(Outcome::state)
                    .ints(it -> it.answer().status())
                    .texts(Outcome::error)
                    .texts(it -> it.answer().text())
                    .ints(Outcome::latencyMillis)
                    .times(Outcome::at)
                    .ints(it -> it.claim().attempts() + 1)
                    .update();
        }
        try (var rows = lanes(connection, MOVE_LANES, held)) {
            rows.longs(it -> it.pause().toMillis()).update();
        }
    }

    /** Those whose lanes are there, held from now on; where one is not, another outcome has closed it. */
    private static List<Outcome> held(Connection connection, List<Outcome> outcomes) throws SQLException {
        try (var lock = lanes(connection, LOCK, outcomes)) {
            return lock.read(row -> outcomes.get(row.getInt(1) - 1));
        }
    }

    private static ManyRows<Outcome> lanes(Connection connection, String sql, List<Outcome> outcomes)
            throws SQLException {
        return new ManyRows<>(connection, sql, outcomes)
                .uuids(it -> it.claim().lane().endpoint().tenant())
                .uuids(it -> it.claim().lane().endpoint().endpoint())
                .uuids(it -> it.claim().lane().subject());
    }
}

package io.stageline.webhook.automation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.webhook.automation.FedEndpoint.State;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;

/**
 * How long the queue is and how old, what was given up and what could not be told: of all tenants together, by nobody's
 * name. A scrape tells what was counted last; the longer it takes to count, the more seldom that is done.
 */
final class QueueMetrics {
    private static final int A_TWENTIETH_OF_THE_TIME = 20;
    private static final String WAITING = """
            SELECT e.state, count(*) AS messages, min(m.created_at) AS oldest
              FROM stageline.webhook_message m
              JOIN stageline.webhook_endpoint e ON e.tenant_id = m.tenant_id AND e.endpoint_id = m.endpoint_id
             WHERE m.state = 'pending'
             GROUP BY e.state""";
    private static final String FAILED = "SELECT count(*) FROM stageline.webhook_message WHERE state = 'failed'";
    private static final String UNTOLD = "SELECT count(*) FROM stageline.webhook_untold";

    private final DataSource database;
    private final Clock clock;
    private volatile Counted counted = Counted.NOTHING;
    private long countAgain = System.nanoTime();

    /** What waits for the endpoints that are in one state. */
    private record Waiting(long messages, Instant oldest) {}

    private record Counted(Map<State, Waiting> waiting, double failed, double untold) {
        static final Counted NOTHING = new Counted(Map.of(), Double.NaN, Double.NaN);

        boolean isKnown() {
            return this != NOTHING;
        }
    }

    QueueMetrics(DataSource database, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.clock = clock;
        for (var state : State.values()) {
            gauge(meters, "stageline.webhook.waiting", state, queue -> queue.messages(state));
            gauge(meters, "stageline.webhook.waiting.age.seconds", state, queue -> queue.age(state));
        }
        Gauge.builder("stageline.webhook.dead.letters", this, queue -> queue.counted.failed)
                .register(meters);
        Gauge.builder("stageline.webhook.untold", this, queue -> queue.counted.untold)
                .register(meters);
    }

    private void gauge(MeterRegistry meters, String name, State state, ToDoubleFunction<QueueMetrics> value) {
        Gauge.builder(name, this, value).tag("endpoints", state.name()).register(meters);
    }

    private double messages(State state) {
        if (!counted.isKnown()) return Double.NaN;
        var waiting = counted.waiting.get(state);
        return waiting == null ? 0 : waiting.messages;
    }

    private double age(State state) {
        if (!counted.isKnown()) return Double.NaN;
        var waiting = counted.waiting.get(state);
        return waiting == null
                ? 0
                : Duration.between(waiting.oldest, clock.instant()).toMillis() / 1_000.0;
    }

    /** Counts, unless that took so long lately that it should not be done again yet; when it fails, nothing is known. */
    void count() throws SQLException {
        var begin = System.nanoTime();
        if (begin - countAgain < 0) return;
        try {
            counted = counted();
        } catch (SQLException | RuntimeException failed) {
            counted = Counted.NOTHING;
            throw failed;
        }
        var end = System.nanoTime();
        countAgain = end + (end - begin) * A_TWENTIETH_OF_THE_TIME;
    }

    private Counted counted() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            var waiting = new EnumMap<State, Waiting>(State.class);
            try (var rows = statement.executeQuery(WAITING)) {
                while (rows.next())
                    waiting.put(
                            State.valueOf(rows.getString(1)),
                            new Waiting(rows.getLong(2), rows.getTimestamp(3).toInstant()));
            }
            return new Counted(waiting, number(statement, FAILED), number(statement, UNTOLD));
        }
    }

    private static double number(Statement statement, String sql) throws SQLException {
        try (var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}

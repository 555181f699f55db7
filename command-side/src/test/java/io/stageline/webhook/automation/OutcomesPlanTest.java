package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.stageline.eventlog.Connections;
import io.stageline.eventlog.Schema;
import io.stageline.events.Sealed;
import io.stageline.test.TestDatabase;
import io.stageline.webhook.automation.Lanes.Room;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** How outcomes find their messages while the statistics of the table still say that it is empty. */
class OutcomesPlanTest {
    private static final int MESSAGES = 50_000;
    private static final int OUTCOMES = 10;
    private static final String UNKNOWN = "ALTER TABLE stageline.webhook_message SET (autovacuum_enabled = off)";
    private static final String MORE = """
            WITH one AS MATERIALIZED (SELECT * FROM stageline.webhook_message)
            INSERT INTO stageline.webhook_message
                   (tenant_id, endpoint_id, sequence, message_id, event_id, type, subject, position, body, created_at,
                    state, attempts, tries)
            SELECT tenant_id, endpoint_id, sequence + n, gen_random_uuid(), gen_random_uuid(), type, gen_random_uuid(),
                   position + n, body, created_at, state, attempts, tries
              FROM one, generate_series(1, ?) AS n""";
    private static final String READ = """
            SELECT t.seq_tup_read + (SELECT sum(i.idx_tup_read) FROM pg_stat_user_indexes AS i WHERE i.relid = t.relid)
              FROM pg_stat_user_tables AS t
             WHERE t.relid = 'stageline.webhook_message'::regclass""";
    private static final String LEAVE =
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = ? AND datname = ?";

    @Test
    void an_outcome_costs_the_same_however_many_messages_there_are() throws SQLException, InterruptedException {
        try (var log = new Happenings();
                var connections = connections(log.database)) {
            var admin = new JdbcTemplate(log.database.asAdmin());
            admin.execute(UNKNOWN);
            var outcomes = new Outcomes(connections);
            var outcome = outcome(log);
            outcomes.record(List.of(outcome));
            admin.update(MORE, MESSAGES);
            for (var n = 0; n < OUTCOMES; n++) outcomes.record(List.of(outcome));
            // A session's counts are complete when it is over.
            admin.queryForList(LEAVE, Boolean.class, Schema.WRITE, log.database.name());
            assertThat(admin.queryForObject(READ, Long.class)).isBetween((long) OUTCOMES, 100L * OUTCOMES);
        }
    }

    /** One connection, of which the plans are made as they are in a server. */
    private static HikariDataSource connections(TestDatabase database) {
        var config = Connections.of(
                "outcomes", database.jdbcUrl(), Schema.WRITE, TestDatabase.PASSWORD, 1, Duration.ofSeconds(30));
        config.addDataSourceProperty("prepareThreshold", "1");
        return new HikariDataSource(config);
    }

    private static Outcome outcome(Happenings log) throws SQLException {
        var endpoint = log.endpoint("https://receiver.example/hook");
        log.stage(UUID.randomUUID(), "CONTACT");
        log.drain();
        var claim =
                new Lanes(log.connections).claim(List.of(new Room(endpoint, 8))).get(0);
        var again = new Verdict.Again(Duration.ofMinutes(1));
        return new Outcome(claim, Instant.now(), new Sealed("box"), new Answer(503, null, 5, null, null), again);
    }
}

package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.EmbeddedDatabase;
import io.stageline.whole.Administrator;
import io.stageline.whole.Await;
import io.stageline.whole.Seed;
import io.stageline.whole.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The negative control (QUALITY 7): commits that do not wait for the disk are lost in a crash, and the checker sees it. */
class LostOnPurposeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STAGE = "{\"stage\":\"MEET\"}";
    private static final List<String> CARELESS = List.of(
            "ALTER ROLE stageline_write SET synchronous_commit = off",
            "ALTER ROLE stageline_project SET synchronous_commit = off",
            "ALTER SYSTEM SET wal_writer_delay = '10s'",
            "ALTER SYSTEM SET wal_writer_flush_after = '1GB'",
            "SELECT pg_reload_conf()",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'stageline_%'");

    private static final int SAMPLES = 30;

    @Test
    void a_checker_that_is_not_blind_sees_what_a_careless_database_loses(@TempDir Path directory) {
        var administrator = new Administrator(directory.resolve("data"));
        var server = ServerProcess.start(administrator.dataDirectory());
        try (server;
                var load = new Load(server.url(), administrator, 2, Seed.of(LostOnPurposeTest.class))) {
            assertThat(answeredTooEarly(server)).isZero();
            CARELESS.forEach(administrator.database()::execute);
            assertThat(answeredTooEarly(server)).isPositive();
            load.start(6);
            load.resume();
            var enough = load.ledger().acknowledged() + 300;
            Await.until("enough is answered", PATIENCE, () -> load.ledger().acknowledged() > enough);
            server.killDatabase();
            server.kill();
            load.close();
            assertThat(whatIsLeft(administrator, load).lost).isPositive();
        }
    }

    private static long answeredTooEarly(ServerProcess server) {
        var database = server.administrator().database();
        var commits = new FlushedCommits(database);
        var client = server.client();
        var entry = new AtomicReference<>("");
        Await.until("the server writes", PATIENCE, () -> {
            entry.set(client.entry(client.journal("Flushed"), client.contact("Contact")));
            return client.post(entry + "/stages", STAGE).status() == 201;
        });
        for (var i = 0; i < SAMPLES; i++)
            commits.answered(
                    UUID.fromString(client.post(entry + "/stages", STAGE).at("/eventId")));
        database.queryForList("SELECT pg_switch_wal()::text"); // what was not flushed is now
        assertThat(commits.seen()).isEqualTo(SAMPLES);
        return commits.answeredTooEarly();
    }

    private static Findings whatIsLeft(Administrator administrator, Load load) {
        try (var database =
                EmbeddedDatabase.start(administrator.dataDirectory(), administrator.passwordOf("postgres"))) {
            return new Checker(new JdbcTemplate(database.address().administrator()), load.ledger()).check();
        }
    }
}

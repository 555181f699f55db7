package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.DatabaseAddress;
import io.stageline.standalone.EmbeddedDatabase;
import io.stageline.whole.Await;
import io.stageline.whole.LogChecks;
import io.stageline.whole.Seed;
import io.stageline.whole.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** QUALITY F13: two servers write to one database, one stands still for a while and goes on as if nothing had been. */
class TwoServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = Integer.getInteger("stageline.rounds", 1);

    @Test
    void a_writer_that_stood_still_neither_stops_the_other_nor_writes_what_is_no_longer_true(@TempDir Path directory)
            throws IOException {
        try (var database = EmbeddedDatabase.start(Files.createDirectories(directory.resolve("database")), "secret");
                var one = start(directory.resolve("one"), database.address());
                var two = start(withTheSameKey(directory), database.address());
                var load = new Load(
                        List.of(one.url(), two.url()),
                        database.address().administrator(),
                        2,
                        Seed.of(TwoServersTest.class))) {
            var log = new JdbcTemplate(database.address().administrator());
            load.start(8);
            for (var round = 0; round < ROUNDS; round++) {
                load.resume();
                write(load, 60);
                one.freeze();
                // Half of all attempts go to the one that stands still, and wait for nothing.
                write(load, 25);
                new LogChecks(log).projectionsReach(new LogChecks(log).head());
                one.thaw();
                write(load, 50);
                load.pause();
                var findings = new Checker(log, load.ledger()).check();
                assertThat(findings.areNone()).as("%s", findings).isTrue();
                new LogChecks(log).projectionsReachTheHead();
            }
            assertThat(load.ledger().unexpected()).isEmpty();
            assertThat(load.ledger().replayed()).as("asked the other one again").isPositive();
        }
    }

    private static void write(Load load, int commands) {
        var enough = load.ledger().acknowledged() + commands;
        Await.until("more is answered", PATIENCE, () -> load.ledger().acknowledged() >= enough);
    }

    private static Path withTheSameKey(Path directory) throws IOException {
        var two = Files.createDirectories(directory.resolve("two"));
        Files.copy(directory.resolve("one/master.key"), two.resolve("master.key"));
        return two;
    }

    private static ServerProcess start(Path data, DatabaseAddress database) {
        var url = "postgresql://%s:%s@%s:%d/%s"
                .formatted(database.user(), database.password(), database.host(), database.port(), database.name());
        return ServerProcess.start(data, "--database-url", url);
    }
}

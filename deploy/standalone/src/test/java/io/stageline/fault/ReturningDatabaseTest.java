package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Await;
import io.stageline.whole.Client;
import io.stageline.whole.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QUALITY F5 at rest: the database dies under a living server, comes back older, and everybody notices. */
class ReturningDatabaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 5;

    @Test
    void what_projections_had_not_on_disk_is_folded_again_and_no_reader_sees_it_missing(@TempDir Path directory)
            throws Exception {
        try (var server = ServerProcess.start(directory.resolve("data"), "-Dstageline.webhook-allow=127.0.0.1");
                var listener = new Listener()) {
            nobodyWritesToDiskByChance(server);
            var client = server.client();
            var endpoint = listener.endpoint(client);
            var entry = client.entry(client.journal("Journal"), client.contact("Contact"));
            for (var round = 1; round <= ROUNDS; round++) {
                var written = write(client, entry, "round-" + round);
                shows(client, entry, written, round);
                server.killDatabase();
                shows(client, entry, written, round);
            }
            assertThat(client.get("/readyz").status()).isEqualTo(200);
            eachStageWasToldUnderOneId(client, endpoint, listener);
            try (var refold = Refold.of(server.administrator(), directory.resolve("copy"))) {
                assertThat(refold.differences()).isZero();
            }
        }
    }

    /** Then a crash takes away every commit that did not wait for the disk. */
    private static void nobodyWritesToDiskByChance(ServerProcess server) {
        var database = server.administrator().database();
        database.execute("ALTER SYSTEM SET wal_writer_delay = '10s'");
        database.execute("ALTER SYSTEM SET wal_writer_flush_after = '1GB'");
        database.execute("SELECT pg_reload_conf()");
    }

    /** The queue that was not on disk is there again, with the numbers and ids that it had. */
    private static void eachStageWasToldUnderOneId(Client client, String endpoint, Listener listener) {
        Await.until(
                "all is delivered",
                PATIENCE,
                () -> client.get("/v1/webhook-deliveries?status=delivered").number("/total") == ROUNDS);
        var messages = client.get(endpoint + "/messages?after=0");
        for (var number = 1; number <= ROUNDS; number++)
            assertThat(listener.ids(number)).containsExactly(messages.at("/items/" + (number - 1) + "/messageId"));
        assertThat(messages.number("/lastSequence")).isEqualTo(ROUNDS);
    }

    private static long write(Client client, String entry, String key) {
        var position = new AtomicLong();
        Await.until("a write is answered", PATIENCE, () -> {
            var answer = client.post(entry + "/stages", "{\"stage\":\"MEET\"}", "Idempotency-Key", key);
            assertThat(answer.status()).as(answer.text()).isIn(201, 503);
            position.set(answer.number("/position"));
            return answer.status() == 201;
        });
        return position.get();
    }

    /** Whoever is answered with 200 is shown what was written; until then it is 503. */
    private static void shows(Client client, String entry, long position, int stages) {
        var total = new AtomicLong(-1);
        Await.until("the timeline is answered", PATIENCE, () -> {
            var answer = client.get(entry + "/timeline?minPosition=" + position);
            assertThat(answer.status()).as(answer.text()).isIn(200, 503);
            if (answer.status() == 200) total.set(answer.number("/total"));
            return answer.status() == 200;
        });
        assertThat(total).hasValue(stages);
    }
}

package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.Refusal;
import io.stageline.whole.Await;
import io.stageline.whole.Seed;
import io.stageline.whole.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load: what was accepted is answered and kept, the process is gone in time, the next one takes over. */
class StoppedServerTest {
    private static final int CLIENTS = 6;
    private static final int SIGTERM_EXIT_CODE = 143;

    @Test
    void a_server_that_is_stopped_answers_what_it_accepted_and_the_next_one_takes_over(@TempDir Path directory) {
        var data = directory.resolve("data");
        var first = ServerProcess.start(data);
        try (first;
                var load = new Load(first.url(), first.administrator(), 2, Seed.of(StoppedServerTest.class))) {
            aSecondServerIsRefused(data);
            load.start(CLIENTS);
            load.resume();
            Await.until(
                    "enough is answered",
                    Duration.ofSeconds(60),
                    () -> load.ledger().acknowledged() > 300);
            endsInTime(first);
            try (var next = ServerProcess.start(
                    data, "--port", Integer.toString(URI.create(first.url()).getPort()))) {
                load.pause();
                assertThat(load.ledger().unexpected())
                        .as("answers other than success, refusal and 503")
                        .isEmpty();
                var findings = new Checker(next.administrator().database(), load.ledger()).check();
                assertThat(findings.areNone()).as("%s", findings).isTrue();
            }
        }
    }

    private static void endsInTime(ServerProcess server) {
        var before = System.nanoTime();
        assertThat(server.terminate()).isIn(0, SIGTERM_EXIT_CODE);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    private static void aSecondServerIsRefused(Path data) {
        var second = ServerProcess.serve(data);
        assertThat(second.exitCode(Duration.ofSeconds(60))).isEqualTo(Refusal.ALREADY_RUNNING);
        assertThat(second.text()).contains("Already running on").contains("http://localhost:");
    }
}

package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.standalone.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load: what was accepted is answered and kept, the process is gone in time, the next one takes over. */
class StoppedServerTest {
    private static final int CLIENTS = 6;
    private static final int SIGTERM_EXIT_CODE = 143;

    @Test
    void a_server_that_is_stopped_answers_what_it_accepted_and_the_next_one_takes_over(@TempDir Path directory)
            throws InterruptedException {
        var data = directory.resolve("data");
        Writers writers;
        try (var server = ServerProcess.start(data)) {
            aSecondServerIsRefused(data);
            writers = new Writers(server.client(), 8);
            writers.start(server.client(), CLIENTS, new Random(1));
            Await.until(
                    "enough is answered",
                    Duration.ofSeconds(60),
                    () -> writers.answered().size() > 200);

            var before = System.nanoTime();
            assertThat(server.terminate()).isIn(0, SIGTERM_EXIT_CODE);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));

            writers.join();
            assertThat(writers.unexpected())
                    .as("answers other than success and 503")
                    .isEmpty();
        }
        try (var next = ServerProcess.start(data)) {
            everythingAnsweredIsThere(next, writers);
            assertThat(writers.retry(next.client())).isEmpty();
            everythingAnsweredIsThere(next, writers);
        }
    }

    private static void aSecondServerIsRefused(Path data) {
        var second = ServerProcess.serve(data);
        assertThat(second.exitCode(Duration.ofSeconds(60))).isEqualTo(Refusal.ALREADY_RUNNING);
        assertThat(second.text()).contains("Already running on").contains("http://localhost:");
    }

    private static void everythingAnsweredIsThere(ServerProcess server, Writers writers) {
        var log = new LogChecks(server.administrator().database());
        log.holdsOnce(writers.answered());
        log.positionsAreDenseAndVersionsContiguous();
        log.everyDecisionFollowsItsStageEvent();
        Timelines.showOnce(server.client(), writers.entries(), writers.answered());
    }
}

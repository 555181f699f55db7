package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Fact.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QUALITY F1 and F5, invariants A, B and D: what was answered survives SIGKILL, what was not can be asked again. */
class KilledServerTest {
    private static final int CLIENTS = 6;
    private static final Duration LOAD = Duration.ofSeconds(60);

    private final long seed = Seed.of(KilledServerTest.class);
    private final Random random = new Random(seed);

    private enum Kill {
        SERVER_AND_DATABASE,
        SERVER_ALONE,
        DATABASE_FIRST
    }

    @Test
    void what_was_answered_survives_the_death_of_server_and_database(@TempDir Path directory)
            throws InterruptedException {
        var data = directory.resolve("data");
        var server = ServerProcess.start(data);
        try {
            var writers = new Writers(server.client(), 8);
            for (var kill : Kill.values()) {
                writeUntilKilled(server, writers, kill);
                server = ServerProcess.start(data);
                nothingAnsweredIsLost(server, writers);
                whatIsAskedAgainIsDoneOnce(server, writers);
            }
            System.out.printf(
                    "%d answered, %d kills, none lost or doubled%n",
                    writers.answered().size(), Kill.values().length);
        } finally {
            server.close();
        }
    }

    private void writeUntilKilled(ServerProcess server, Writers writers, Kill kill) throws InterruptedException {
        var enough = writers.answered().size() + 50 + random.nextInt(400);
        writers.start(server.client(), CLIENTS, random);
        Await.until("enough is answered", LOAD, () -> writers.answered().size() >= enough);
        if (kill == Kill.SERVER_ALONE) server.kill();
        else server.killWithDatabase(kill == Kill.DATABASE_FIRST);
        writers.join();
        assertThat(writers.unexpected()).as("seed %d", seed).isEmpty();
    }

    private void nothingAnsweredIsLost(ServerProcess server, Writers writers) {
        var log = new LogChecks(server.administrator().database());
        log.holdsOnce(writers.answered());
        log.positionsAreDenseAndVersionsContiguous();
        log.everyDecisionFollowsItsStageEvent();
        Timelines.showOnce(server.client(), writers.entries(), writers.answered());
        log.projectionsReachTheHead();
    }

    private void whatIsAskedAgainIsDoneOnce(ServerProcess server, Writers writers) {
        assertThat(writers.retry(server.client()))
                .as("seed %d: unanswered", seed)
                .isEmpty();
        assertThat(writers.unexpected()).as("seed %d", seed).isEmpty();
        var log = new LogChecks(server.administrator().database());
        log.holdsOnce(writers.answered());
        log.positionsAreDenseAndVersionsContiguous();
        Timelines.showOnce(server.client(), writers.entries(), writers.answered());
        var facts = writers.answered().keySet();
        assertThat(Timelines.instants(server.client(), writers.entries(), log.head()))
                .as("seed %d: each fact once and nothing else", seed)
                .containsExactlyInAnyOrderElementsOf(
                        facts.stream().map(Fact::at).toList());
        assertThat(log.number("SELECT count(*) FROM stageline.event WHERE type = 'entry.decision-taken/1'"))
                .isEqualTo(decisions(facts.stream()));
    }

    private static long decisions(Stream<Fact> facts) {
        return facts.filter(fact -> fact.kind() == Kind.DECISION).count();
    }
}

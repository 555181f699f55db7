package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Fact.Kind;
import io.stageline.whole.Fact.Receipt;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Command side, projections and query side in processes of their own on one database. */
class SeveralProcessesTest {
    private static final int WRITES = 60;
    private static final Instant FIRST = Instant.parse("2020-01-01T12:00:00Z");
    private static final String OWNERS = "SELECT count(DISTINCT owner) FROM stageline.token_entry";

    private final SeveralProcesses processes;
    private final Map<Fact, Receipt> answered = new ConcurrentHashMap<>();
    private final List<Long> waits = new ArrayList<>();

    SeveralProcessesTest(@TempDir Path directory) {
        processes = new SeveralProcesses(directory);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void two_writers_a_projector_and_a_reader_are_one_system_and_another_projector_takes_over() throws Exception {
        processes.start(3, "write", "write", "project", "query");
        var key = processes.adminKey();
        var writers = List.of(
                new Client(processes.process(0).url(), key),
                new Client(processes.process(1).url(), key));
        var reader = new Client(processes.process(3).url(), key);
        var journal = writers.get(0).journal("Shared");
        var entries = IntStream.range(0, 4)
                .mapToObj(i -> writers.get(0).entry(journal, writers.get(0).contact("Contact " + i)))
                .toList();
        var log = new LogChecks(new JdbcTemplate(processes.database().administrator()));

        writeAtOnce(writers, entries, 0);
        eachSeesTheOthersAppends(writers, entries.get(0), reader);
        holds(log, reader, entries);

        processes.start(3, "project");
        processes.process(2).kill();
        writeAtOnce(writers, entries, 10_000);
        log.projectionsReachTheHead();
        holds(log, reader, entries);
        assertThat(log.number(OWNERS)).as("one process projects").isEqualTo(1);
        everyProcessAnswersForItsPart();
    }

    /** Both processes write to the same entries all the time, so that each finds its memory outdated again and again. */
    private void writeAtOnce(List<Client> writers, List<String> entries, int number) {
        var threads = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (var i = 0; i < WRITES; i++)
                        send(
                                writers.get(thread % 2),
                                new Fact(
                                        i % 3 == 0 ? Kind.DECISION : Kind.STAGE,
                                        entries.get(i % entries.size()),
                                        FIRST.plusSeconds(number + thread * WRITES + i),
                                        "fact-" + (number + thread * WRITES + i)));
                }))
                .toList();
        threads.forEach(CompletableFuture::join);
    }

    private Receipt send(Client writer, Fact fact) {
        var answer = fact.send(writer);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
        answered.put(fact, fact.receipt(answer));
        return fact.receipt(answer);
    }

    private void eachSeesTheOthersAppends(List<Client> writers, String entry, Client reader) {
        for (var i = 0; i < 100; i++) {
            var fact = new Fact(Kind.STAGE, entry, FIRST.minusSeconds(i + 1), "seen-" + i);
            var receipt = send(writers.get(i % 2), fact);
            var asked = System.nanoTime();
            var shown = reader.get(entry + "/timeline?limit=500&minPosition=" + receipt.position());
            waits.add((System.nanoTime() - asked) / 1_000);
            assertThat(shown.status()).as(shown.text()).isEqualTo(200);
            assertThat(shown.text()).contains(receipt.eventId());
        }
        var sorted = waits.stream().sorted().toList();
        System.out.printf(
                "append in one process to answer of another: p50 %.1f ms, p99 %.1f ms%n",
                sorted.get(sorted.size() / 2) / 1_000.0, sorted.get(sorted.size() * 99 / 100) / 1_000.0);
    }

    private void holds(LogChecks log, Client reader, List<String> entries) {
        log.positionsAreDenseAndVersionsContiguous();
        log.everyDecisionFollowsItsStageEvent();
        log.holdsOnce(answered);
        Timelines.showOnce(reader, entries, answered);
        assertThat(Timelines.instants(reader, entries, log.head())).hasSize(answered.size());
    }

    private void everyProcessAnswersForItsPart() {
        assertThat(checks(0)).containsOnlyKeys("accepting", "database", "eventLog");
        assertThat(checks(3)).containsOnlyKeys("accepting", "database");
        assertThat(checks(4)).containsOnlyKeys("accepting", "projections");
        var key = processes.adminKey();
        assertThat(new Client(processes.process(0).url(), key)
                        .get("/v1/journals")
                        .status())
                .as("a writer does not answer queries")
                .isIn(404, 405);
        assertThat(new Client(processes.process(3).url(), key)
                        .post("/v1/journals", "{\"name\":\"x\"}")
                        .status())
                .as("a reader takes no commands")
                .isIn(404, 405);
    }

    private Map<String, Object> checks(int number) {
        var ready = new Client(processes.process(number).url(), null).get("/readyz");
        assertThat(ready.status()).as(ready.text()).isEqualTo(200);
        var checks = new TreeMap<String, Object>();
        ready.json().at("/checks").forEachEntry((name, verdict) -> checks.put(name, verdict.asString()));
        return checks;
    }
}

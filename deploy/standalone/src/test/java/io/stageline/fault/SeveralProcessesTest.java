package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Await;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import io.stageline.whole.Seed;
import io.stageline.whole.SeveralProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Command side, projections and query side in processes of their own on one database with several logs. */
class SeveralProcessesTest {
    private static final int LOGS = 3;
    private static final int TENANTS = 4;
    private static final int COMMANDS = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String OWNERS = "SELECT count(DISTINCT owner) FROM stageline.token_entry";

    private final SeveralProcesses processes;

    SeveralProcessesTest(@TempDir Path directory) {
        processes = new SeveralProcesses(directory);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void two_writers_a_projector_and_a_reader_are_one_system_and_another_projector_takes_over() throws Exception {
        processes.start(LOGS, "write", "write", "project", "query");
        var administrator = processes.database().administrator();
        var log = new JdbcTemplate(administrator);
        var writers = List.of(processes.process(0).url(), processes.process(1).url());
        try (var load = new Load(writers, administrator, TENANTS, Seed.of(SeveralProcessesTest.class))) {
            load.start(8);
            write(load);
            holds(load, log);

            processes.start(LOGS, "project");
            processes.process(2).kill();
            write(load);
            holds(load, log);
            assertThat(new LogChecks(log).number(OWNERS))
                    .as("one process projects")
                    .isEqualTo(1);
            assertThat(load.ledger().unexpected()).isEmpty();
        }
        eachSeesTheOthersAppends();
        aReaderSeesWhatAnotherProcessQueued();
        everyProcessAnswersForItsPart();
    }

    private static void write(Load load) {
        load.resume();
        var enough = load.ledger().acknowledged() + COMMANDS;
        Await.until("more is answered", PATIENCE, () -> load.ledger().acknowledged() >= enough);
        load.pause();
    }

    private static void holds(Load load, JdbcTemplate log) {
        var findings = new Checker(log, load.ledger()).check();
        assertThat(findings.areNone()).as("%s", findings).isTrue();
        new LogChecks(log).projectionsReachTheHead();
    }

    private void eachSeesTheOthersAppends() {
        var clients = IntStream.of(0, 1, 3)
                .mapToObj(number -> new Client(processes.process(number).url(), processes.adminKey()))
                .toList();
        var journal = clients.get(0).journal("Shared");
        var entry = clients.get(0).entry(journal, clients.get(0).contact("Ada Lovelace"));
        for (var i = 0; i < 100; i++) {
            var written = clients.get(i % 2).post(entry + "/stages", "{\"stage\":\"CONTACT\"}");
            assertThat(written.status()).as(written.text()).isEqualTo(201);
            var shown = clients.get(2).get(entry + "/timeline?limit=500&minPosition=" + written.number("/position"));
            assertThat(shown.text()).contains(written.at("/eventId"));
        }
    }

    private void aReaderSeesWhatAnotherProcessQueued() {
        var writer = new Client(processes.process(0).url(), processes.adminKey());
        var reader = new Client(processes.process(3).url(), processes.adminKey());
        var endpoint = "/v1/webhook-endpoints/"
                + writer.post("/v1/webhook-endpoints", """
                                {"name": "Ledger", "url": "https://93.184.215.14/", "eventTypes": ["journal.created"]}""").at("/endpointId");
        writer.send("POST", endpoint + "/pause", null);
        var journal = writer.post("/v1/journals", "{\"name\":\"Told\"}");
        var queued = reader.get(endpoint + "/messages?minPosition=" + journal.number("/position"));
        assertThat(queued.status()).as(queued.text()).isEqualTo(200);
        assertThat(queued.text()).contains(journal.at("/journalId"));
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
        for (var path : List.of("/v1/replays", "/v1/generations", "/v1/dead-letters")) {
            assertThat(statusAt(4, path)).as("a projector answers %s", path).isEqualTo(200);
            assertThat(List.of(statusAt(0, path), statusAt(3, path)))
                    .as("only a projector")
                    .containsOnly(404);
        }
    }

    private int statusAt(int number, String path) {
        return new Client(processes.process(number).url(), processes.adminKey())
                .get(path)
                .status();
    }

    private Map<String, Object> checks(int number) {
        var ready = new Client(processes.process(number).url(), null).get("/readyz");
        assertThat(ready.status()).as(ready.text()).isEqualTo(200);
        var checks = new TreeMap<String, Object>();
        ready.json().at("/checks").forEachEntry((name, verdict) -> checks.put(name, verdict.asString()));
        return checks;
    }
}

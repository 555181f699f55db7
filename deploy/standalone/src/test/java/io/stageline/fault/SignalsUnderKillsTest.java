package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Answer;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import io.stageline.whole.Seed;
import io.stageline.whole.SeveralProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** An hour of GitHub, sent twice, shuffled and in parallel, while a server is killed and the other one loses its sessions. */
@Tag("real-data")
class SignalsUnderKillsTest {
    private static final Path EVENTS = Path.of(System.getProperty("stageline.root", ""))
            .toAbsolutePath()
            .resolve(System.getProperty("stageline.data", ""))
            .resolve("events/gharchive/gh_events_2015-01-01T00-01.slim.jsonl.gz");
    private static final int THERE = 15_129;
    private static final int SENDERS = 4;
    private static final int AT_ONCE = 250;
    private static final String TERMINATE =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'stageline_%'";
    private static final String RECORDED = "SELECT count(*) FROM stageline.event WHERE type = 'signal.received/1'";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SeveralProcesses processes;
    private final AtomicInteger answered = new AtomicInteger();

    SignalsUnderKillsTest(@TempDir Path directory) {
        processes = new SeveralProcesses(directory);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void the_events_of_an_hour_are_there_once_each() throws IOException {
        var items = signals();
        assertThat(items).hasSize(THERE);
        processes.start(1, "write", "write");
        var key = processes.adminKey();
        var clients = IntStream.range(0, 2)
                .mapToObj(number -> new Client(processes.process(number).url(), key))
                .toList();
        var log = new JdbcTemplate(processes.database().administrator());

        sendTwice(items, clients, log);

        var checks = new LogChecks(log);
        assertThat(checks.number(RECORDED)).isEqualTo(THERE);
        checks.positionsAreDenseAndVersionsContiguous();
        assertThat(send(items, 1, clients)).isEqualTo(Map.of("duplicate", THERE));
    }

    private void sendTwice(List<String> items, List<Client> clients, JdbcTemplate log) {
        var twice = new ArrayList<>(items);
        twice.addAll(items);
        Collections.shuffle(twice, Seed.random(SignalsUnderKillsTest.class));
        var share = (twice.size() + SENDERS - 1) / SENDERS;
        var threads = Executors.newFixedThreadPool(SENDERS);
        var senders = IntStream.range(0, SENDERS)
                .mapToObj(n -> twice.subList(n * share, Math.min((n + 1) * share, twice.size())))
                .map(part -> CompletableFuture.runAsync(() -> send(part, 0, clients, log), threads))
                .toList();
        senders.forEach(CompletableFuture::join);
        threads.shutdown();
    }

    /** Sends all of it, and hurts the servers on the way: after 20 answers, and after 60. */
    private void send(List<String> items, int first, List<Client> clients, JdbcTemplate log) {
        for (var from = 0; from < items.size(); from += AT_ONCE) {
            deliver(items.subList(from, Math.min(from + AT_ONCE, items.size())), first, clients);
            var count = answered.incrementAndGet();
            if (count == 20 || count == 60) log.queryForList(TERMINATE);
            if (count == 40) processes.process(0).kill();
        }
    }

    private Map<String, Integer> send(List<String> items, int first, List<Client> clients) {
        var told = new HashMap<String, Integer>();
        for (var from = 0; from < items.size(); from += AT_ONCE) {
            var answer = deliver(items.subList(from, Math.min(from + AT_ONCE, items.size())), first, clients);
            for (var result : answer.json().path("results"))
                told.merge(result.path("status").asString(), 1, Integer::sum);
        }
        return told;
    }

    /** A body whose answer is lost is sent again, to the other process. */
    private static Answer deliver(List<String> items, int first, List<Client> clients) {
        var body = String.join("\n", items);
        for (var attempt = first; ; attempt++) {
            try {
                var answer = clients.get(attempt % 2).post("/v1/signals", body, "Content-Type", "application/x-ndjson");
                if (answer.status() == 200) return answer;
                assertThat(answer.status()).as(answer.text()).isIn(429, 503);
            } catch (UncheckedIOException killed) {
                continue; // the other process takes it
            }
        }
    }

    private static List<String> signals() throws IOException {
        try (var text = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(EVENTS)), StandardCharsets.UTF_8))) {
            return text.lines().map(SignalsUnderKillsTest::signal).toList();
        }
    }

    private static String signal(String line) {
        var event = JSON.readTree(line);
        return "{\"source\":\"github\",\"id\":\"%s\",\"type\":\"%s\",\"occurredAt\":\"%s\",\"subject\":\"%s\",\"data\":%s}"
                .formatted(
                        event.path("id").asString(),
                        event.path("type").asString(),
                        event.path("created_at").asString(),
                        event.path("actor_id"),
                        event.path("payload"));
    }
}

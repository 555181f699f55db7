package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Await;
import io.stageline.whole.Client;
import io.stageline.whole.SeveralProcesses;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Signals by 64 workers through three processes, each of which evaluates too, while one of them is killed (invariant E).
 */
class ExactlyOneAlertTest {
    private static final int WORKERS = 64;
    private static final int SIGNALS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String RULE = """
            {"name": "too much", "severity": "CRITICAL",
             "condition": {"kind": "threshold", "of": {"type": "metric"}, "is": "ABOVE", "limit": 10}}""";
    private static final String RAISED = "SELECT count(*) FROM stageline.event WHERE type = 'alert.raised/1'";
    private static final String APART =
            "SELECT count(DISTINCT payload #>> '{about,fingerprint}') FROM stageline.event WHERE type = 'alert.raised/1'";
    private static final String OPEN = "SELECT count(*) FROM stageline.alert_intent";

    private static final String FORGET = """
            UPDATE stageline.alert_follower SET position = 0, rules_at = 0;
            DELETE FROM stageline.watch;
            DELETE FROM stageline.watched_rule""";

    /** A process takes four bodies of a tenant at a time. */
    private static final Semaphore PLACES = new Semaphore(2 * 4);

    private final SeveralProcesses processes;

    ExactlyOneAlertTest(@TempDir Path directory) {
        processes = new SeveralProcesses(directory);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void a_thousand_matching_signals_raise_a_thousand_alerts_under_kills_and_repetition() throws Exception {
        processes.start(1, "write", "write", "write");
        var log = new JdbcTemplate(processes.database().administrator());
        var key = processes.adminKey();
        var clients = IntStream.range(0, 3)
                .mapToObj(number -> new Client(processes.process(number).url(), key))
                .toList();
        assertThat(clients.get(0).post("/v1/alert-rules", RULE).status()).isEqualTo(201);

        var threads = Executors.newFixedThreadPool(WORKERS);
        var workers = IntStream.range(0, WORKERS)
                .mapToObj(worker -> CompletableFuture.runAsync(() -> send(worker, clients), threads))
                .toList();
        Await.until("alerts come", PATIENCE, () -> number(log, RAISED) > 50);
        processes.process(2).kill();
        workers.forEach(CompletableFuture::join);
        threads.shutdown();

        Await.until("all are raised", PATIENCE, () -> number(log, RAISED) >= SIGNALS && number(log, OPEN) == 0);
        assertThat(number(log, RAISED)).isEqualTo(SIGNALS);
        assertThat(number(log, APART)).isEqualTo(SIGNALS);

        log.execute(FORGET);
        var head = number(log, "SELECT position FROM stageline.log_head");
        Await.until(
                "all is evaluated again",
                PATIENCE,
                () -> number(log, "SELECT position FROM stageline.alert_follower") >= head && number(log, OPEN) == 0);
        assertThat(number(log, RAISED)).as("after a replay").isEqualTo(SIGNALS);
    }

    private static long number(JdbcTemplate log, String sql) {
        Long number = log.queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }

    /** Every worker sends signals in an order of its own, some of them all, to whichever process still answers. */
    private static void send(int worker, List<Client> clients) {
        var numbers = new ArrayList<>(IntStream.range(0, SIGNALS).boxed().toList());
        Collections.shuffle(numbers, new Random(worker));
        var items = numbers.stream()
                .limit(worker % 16 == 0 ? SIGNALS : 100)
                .map(ExactlyOneAlertTest::item)
                .toList();
        for (var from = 0; from < items.size(); from += 50)
            deliver(
                    worker,
                    clients,
                    "[" + String.join(",", items.subList(from, Math.min(items.size(), from + 50))) + "]");
    }

    private static void deliver(int worker, List<Client> clients, String body) {
        for (var attempt = worker; ; attempt++) {
            PLACES.acquireUninterruptibly();
            try {
                if (clients.get(attempt % 3).post("/v1/signals", body).status() == 200) return;
            } catch (UncheckedIOException killed) {
                continue; // the next process takes it
            } finally {
                PLACES.release();
            }
        }
    }

    private static String item(int number) {
        return "{\"id\":\"%d\",\"source\":\"probe\",\"type\":\"metric\",\"subject\":\"s%d\",\"value\":11,\"occurredAt\":\"2026-03-01T12:00:00Z\"}"
                .formatted(number, number);
    }
}

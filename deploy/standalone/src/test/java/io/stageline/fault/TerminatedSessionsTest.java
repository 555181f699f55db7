package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Await;
import io.stageline.whole.Client;
import io.stageline.whole.Seed;
import io.stageline.whole.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QUALITY F4: sessions of all roles are ended again and again; the server goes on, and holds no more than before. */
class TerminatedSessionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TIMES = 30;
    private static final int CLIENTS = 6;
    /** Threads of pools that come and go with the work. */
    private static final int MORE_THREADS = 12;

    private static final int MORE_SESSIONS = 4;
    private static final Pattern METRIC = Pattern.compile("^([a-z_0-9]+)(?:\\{.*})? ([0-9.E]+)$", Pattern.MULTILINE);

    private final long seed = Seed.of(TerminatedSessionsTest.class);
    private final Random random = new Random(seed);

    @Test
    void a_server_whose_sessions_are_ended_goes_on_without_a_restart(@TempDir Path directory) throws Exception {
        try (var server = ServerProcess.start(directory.resolve("data"));
                var load = new Load(server.url(), server.administrator(), 2, seed)) {
            load.start(CLIENTS);
            writeMore(load, 200);
            load.pause();
            var threads = metric(server, "jvm_threads_live_threads");
            var sessions = Fault.sessions(server).size();
            for (var i = 0; i < TIMES; i++) {
                load.resume();
                Fault.SESSIONS_TERMINATED.strike(server, random);
                writeMore(load, 10);
            }
            load.pause();
            everythingIsThere(server, load, directory.resolve("copy"));
            nothingIsHeld(server, threads, sessions);
        }
    }

    private static void writeMore(Load load, int commands) {
        var enough = load.ledger().acknowledged() + commands;
        load.resume();
        Await.until("more is answered", PATIENCE, () -> load.ledger().acknowledged() >= enough);
    }

    private static void everythingIsThere(ServerProcess server, Load load, Path copy) throws Exception {
        var findings = new Checker(server.administrator().database(), load.ledger()).check();
        assertThat(findings.areNone()).as("%s", findings).isTrue();
        assertThat(load.ledger().unexpected()).isEmpty();
        try (var refold = Refold.of(server.administrator(), copy)) {
            assertThat(refold.differences()).isZero();
        }
    }

    /** Invariant I. */
    private static void nothingIsHeld(ServerProcess server, double threads, int sessions) {
        Await.until(
                "no reader's connection is in use",
                PATIENCE,
                () -> metric(server, "r2dbc_pool_acquired_connections") == 0);
        Await.until(
                "nothing waits",
                PATIENCE,
                () -> metric(server, "stageline_log_queue") + metric(server, "stageline_executor_queued_tasks") == 0);
        Await.until(
                "threads are as many as before, about " + threads,
                PATIENCE,
                () -> metric(server, "jvm_threads_live_threads") <= threads + MORE_THREADS);
        Await.until(
                "sessions are as many as before, about " + sessions,
                PATIENCE,
                () -> Fault.sessions(server).size() <= sessions + MORE_SESSIONS);
    }

    private static double metric(ServerProcess server, String name) {
        var page = new Client(server.url(), null).get("/actuator/prometheus").text();
        Map<String, Double> sums = METRIC.matcher(page)
                .results()
                .collect(Collectors.groupingBy(
                        found -> found.group(1),
                        Collectors.summingDouble(found -> Double.parseDouble(found.group(2)))));
        assertThat(sums).containsKey(name);
        return sums.getOrDefault(name, 0.0);
    }
}

package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.stageline.http.Scope;
import io.stageline.whole.Client;
import io.stageline.whole.LogChecks;
import io.stageline.whole.Seed;
import io.stageline.whole.TheServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** QUALITY F16, invariants A, B and I: clients that are gone at any moment of their request leave nothing behind. */
class GoneClientsTest {
    private static final int REQUESTS = 10_000;
    private static final int CLIENTS = 10;
    private static final int MOST_ALLOWED_BYTES = 64 << 20;
    private static final int LONGEST_STAY_MICROS = 4_000;
    private static final String STAGES_OF =
            "SELECT count(*) FROM stageline.event WHERE type = 'entry.stage-recorded/1' AND payload ->> 'journalId' = ?";
    private static final String TWICE = """
            SELECT count(*)
              FROM (SELECT FROM stageline.event
                     WHERE type = 'entry.stage-recorded/1' AND payload ->> 'journalId' = ?
                     GROUP BY payload ->> 'occurredAt' HAVING count(*) > 1) AS doubled""";

    private final long seed = Seed.of(GoneClientsTest.class);
    private final URI server = URI.create(TheServer.url());
    private final String key = TheServer.newKey(Scope.admin);
    private final Client client = new Client(TheServer.url(), key);
    private final String journal = client.journal("Gone");
    private final List<String> entries = IntStream.range(0, 20)
            .mapToObj(i -> client.entry(journal, client.contact("Contact " + i)))
            .toList();

    @Test
    void ten_thousand_clients_that_hang_up_leak_nothing_and_break_nothing() {
        leaveAll(new Random(seed), 500);
        var baseline = new Baseline(TheServer::bean);
        baseline.isReachedAgain();
        var used = memory();
        leaveAll(new Random(seed + 1), REQUESTS);
        baseline.isReachedAgain();
        assertThat(memory() - used).as("bytes that stay").isLessThan(MOST_ALLOWED_BYTES);
        var log = new LogChecks(TheServer.administrator().database());
        log.positionsAreDenseAndVersionsContiguous();
        assertThat(log.number(TWICE, journal)).isZero();
        assertThat(log.number(STAGES_OF, journal)).as("some were gone too late").isPositive();
        assertThat(client.post(entries.get(0) + "/stages", "{\"stage\":\"MEET\"}")
                        .status())
                .isEqualTo(201);
    }

    private void leaveAll(Random random, int requests) {
        var threads = Executors.newFixedThreadPool(CLIENTS);
        var gone = IntStream.range(0, CLIENTS)
                .mapToObj(i -> {
                    var choices = new Random(random.nextLong());
                    return CompletableFuture.runAsync(() -> leave(choices, i, requests / CLIENTS), threads);
                })
                .toList();
        gone.forEach(CompletableFuture::join);
        threads.shutdown();
    }

    private void leave(Random random, int clientNumber, int requests) {
        for (var i = 0; i < requests; i++) leaveOne(random, requests * CLIENTS + clientNumber * requests + i);
    }

    /** Sends all or a part of a request, stays for a while or not at all, and closes with a FIN or a RST. */
    private void leaveOne(Random random, int number) {
        var request = request(random, number).getBytes(StandardCharsets.UTF_8);
        var sent = random.nextInt(4) == 0 ? random.nextInt(request.length) : request.length;
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            if (random.nextBoolean()) socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request, 0, sent);
            if (random.nextInt(3) > 0) LockSupport.parkNanos(random.nextInt(LONGEST_STAY_MICROS) * 1_000L);
        } catch (IOException refused) {
            throw new AssertionError("seed " + seed, refused);
        }
    }

    private String request(Random random, int number) {
        var entry = entries.get(random.nextInt(entries.size()));
        return switch (random.nextInt(5)) {
            case 0 -> head("GET", "/v1/journals/" + journal + "/grid?limit=500") + "\r\n";
            case 1 -> head("GET", entry + "/timeline?limit=500") + "\r\n";
            case 2 -> head("GET", "/v1/journals/" + journal + "/report") + "\r\n";
            default -> post(entry + "/stages", number);
        };
    }

    private String post(String path, int number) {
        var body = "{\"stage\":\"MEET\",\"occurredAt\":\"%s\"}"
                .formatted(java.time.Instant.parse("2020-01-01T00:00:00Z").plusSeconds(number));
        return head("POST", path)
                + "Idempotency-Key: gone-%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(number, body.length(), body);
    }

    private String head(String method, String path) {
        return "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"
                .formatted(method, path, server.getAuthority(), key);
    }

    /** What lives on the heap after a collection, and what buffers outside of it are in use. */
    private static long memory() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() + PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    }
}

package io.stageline.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTest {
    private static final int LARGE = 300_000;

    private final AtomicInteger asked = new AtomicInteger();
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            connections.add(exchange.getRemoteAddress());
            asked.incrementAndGet();
            var status = exchange.getRequestURI().getPath().equals("/busy") ? 503 : 200;
            exchange.sendResponseHeaders(status, LARGE);
            exchange.getResponseBody().write(new byte[LARGE]);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void as_many_requests_are_sent_as_wanted_on_kept_connections() {
        var outcome = HttpLoad.times(server.getAddress(), List.of(get("/a"), get("/b")), 20);

        assertThat(outcome.good()).isEqualTo(20);
        assertThat(asked).hasValue(20);
        assertThat(connections).hasSize(2);
    }

    @Test
    void a_refusal_for_overload_is_counted_apart() {
        var outcome = HttpLoad.times(server.getAddress(), List.of(get("/busy")), 5);

        assertThat(outcome.good()).isZero();
        assertThat(outcome.failed()).isZero();
        assertThat(outcome.shedShare()).isEqualTo(1);
    }

    @Test
    void a_pace_is_kept_by_a_server_that_could_do_more() {
        var outcome = HttpLoad.paced(server.getAddress(), List.of(get("/a"), get("/b")), Duration.ofMillis(300), 50);

        assertThat(outcome.good()).isBetween(1L, 15L);
        assertThat(outcome.seconds()).isGreaterThanOrEqualTo(0.28);
    }

    private static Get get(String path) {
        return new Get("key", List.of(path));
    }
}

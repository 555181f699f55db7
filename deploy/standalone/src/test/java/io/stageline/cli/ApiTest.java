package io.stageline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stageline.standalone.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long an import bears with a server that is not ready. */
class ApiTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final String SHOWN = "{\"total\":7}";

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Api api = new Api("http://localhost:" + server.getAddress().getPort(), "key", PATIENCE);

    ApiTest() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void who_says_that_the_read_models_are_behind_is_waited_for_however_long_it_takes() {
        isUnavailable("projection-behind", PATIENCE.multipliedBy(4));
        assertThat(api.get("/v1/journals").path("total").asInt()).isEqualTo(7);
    }

    @Test
    void who_says_anything_else_is_given_up_when_the_patience_is_over() {
        isUnavailable("overloaded", FOR_EVER);
        assertThatThrownBy(() -> api.get("/v1/journals"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.exitCode()).isEqualTo(Refusal.UNREACHABLE))
                .hasMessageContaining("503 overloaded");
    }

    private void isUnavailable(String code, Duration time) {
        var begun = System.nanoTime();
        server.createContext("/", exchange -> {
            if (System.nanoTime() - begun < time.toNanos()) answer(exchange, 503, "{\"code\":\"" + code + "\"}");
            else answer(exchange, 200, SHOWN);
        });
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}

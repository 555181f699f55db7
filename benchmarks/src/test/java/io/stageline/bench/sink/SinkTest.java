package io.stageline.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkTest {
    private final Sink sink = new Sink();

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void a_webhook_counts_once_however_often_it_comes() throws IOException, InterruptedException {
        send("msg_1");
        send("msg_2");
        send("msg_1");
        assertThat(sink.received()).isEqualTo(2);
    }

    @Test
    void it_is_noted_how_long_after_its_event_a_webhook_came() throws IOException, InterruptedException {
        send("msg_1");
        var delays = sink.takeDelays();
        assertThat(delays.getTotalCount()).isEqualTo(1);
        assertThat(delays.getMaxValue()).isBetween(1_900_000L, 60_000_000L);
        assertThat(sink.takeDelays().getTotalCount()).isZero();
    }

    @Test
    void bytes_are_no_webhooks() {
        try (var bytes = new Bytes(sink.port(), 4)) {
            var answered = bytes.send(100, Duration.ofMillis(100));
            assertThat(answered).isPositive().isEqualTo(sink.bare());
        }
        assertThat(sink.received()).isZero();
    }

    private void send(String id) throws IOException, InterruptedException {
        var body = "{\"timestamp\":\"" + Instant.now().minusSeconds(2) + "\"}";
        var request = HttpRequest.newBuilder(URI.create(sink.hook()))
                .header("webhook-id", id)
                .POST(BodyPublishers.ofString(body))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(204);
    }
}

package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stageline.webhook.automation.Retention;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver on this machine, from its endpoint's creation to the proof that it has missed nothing. */
class WebhookStoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Client client = TheServer.newTenant();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private final HttpServer receiver = receiver();

    private record Received(Map<String, List<String>> headers, String body) {
        String id() {
            return headers.getOrDefault("webhook-id", List.of("")).get(0);
        }
    }

    private static HttpServer receiver() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException full) {
            throw new IllegalStateException(full);
        }
    }

    @BeforeEach
    void open() {
        receiver.createContext("/", this::receive);
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(it -> it.getKey().toLowerCase(java.util.Locale.ROOT), Map.Entry::getValue));
        received.add(new Received(headers, body));
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write("kept as 7".getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    @Test
    void what_happens_arrives_signed_and_can_be_proved_complete() throws Exception {
        var made = endpoint("[\"entry.*\"]");
        assertThat(made.status()).isEqualTo(201);
        var entry = client.entry(client.journal("Appeal"), client.contact("Ada"));
        var stage = client.post(entry + "/stages", "{\"stage\":\"MEET\",\"note\":\"private\"}");
        Await.until("both have arrived", PATIENCE, () -> received.size() == 2);
        for (var message : received) new Webhook(made.at("/secret")).verify(message.body, message.headers);
        assertThat(received.get(1).body)
                .contains("\"entry.stage_recorded\"", stage.at("/eventId"))
                .doesNotContain("private");
        assertThat(received.get(1).headers).containsEntry("x-key", List.of("7"));

        var messages = client.get(path(made) + "/messages?after=0");
        assertThat(messages.number("/lastSequence")).isEqualTo(2);
        assertThat(messages.json().at("/items/1/body/idempotencyKey").asString())
                .isEqualTo(received.get(1).id())
                .isEqualTo(messages.at("/items/1/messageId"));
        var lost = client.get(path(made) + "/messages?after=1");
        assertThat(lost.at("/items/0/sequence")).isEqualTo("2");
        assertThat(lost.text()).contains(received.get(1).body);

        var delivery = "/v1/webhook-deliveries/" + messages.at("/items/1/deliveryId");
        Await.until("it is delivered", PATIENCE, () -> client.get(delivery)
                .at("/delivery/state")
                .equals("delivered"));
        assertThat(client.get(delivery).json().at("/attempts/0/status").asInt()).isEqualTo(200);
        assertThat(client.get(delivery).at("/attempts/0/response")).isEqualTo("kept as 7");
        var reader = client.post("/v1/api-keys", "{\"name\":\"one\",\"scopes\":[\"read\"]}");
        var shown = new Client(TheServer.url(), reader.at("/key")).get(delivery);
        assertThat(shown.json().at("/attempts/0/status").asInt()).isEqualTo(200);
        assertThat(shown.text()).doesNotContain("kept as 7");
        assertThat(client.get("/v1/webhook-deliveries?event=" + stage.at("/eventId"))
                        .number("/total"))
                .isEqualTo(1);

        assertThat(client.send("POST", delivery + "/retry", null).status()).isEqualTo(200);
        Await.until("it has arrived again", PATIENCE, () -> received.size() == 3);
        assertThat(received.get(2).id()).isEqualTo(received.get(1).id());
    }

    @Test
    void a_secret_is_shown_once_and_both_sign_while_it_is_rotated() throws Exception {
        var made = endpoint("[\"*\"]");
        var rotated = client.post(path(made) + "/rotate-secret", "{\"overlapHours\":1}");
        assertThat(rotated.at("/secret")).startsWith("whsec_").isNotEqualTo(made.at("/secret"));
        var again = client.post(path(made) + "/rotate-secret", "{}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.at("/code")).isEqualTo("secret-rotating");
        assertThat(client.send("POST", path(made) + "/test", null).status()).isEqualTo(200);
        Await.until("the test has arrived", PATIENCE, () -> received.size() == 1);
        var test = received.get(0);
        new Webhook(made.at("/secret")).verify(test.body, test.headers);
        new Webhook(rotated.at("/secret")).verify(test.body, test.headers);
        assertThat(client.get(path(made)).text()).doesNotContain("whsec_").doesNotContain("/hook");
        assertThat(client.post("/v1/webhook-endpoints", "{}", "Idempotency-Key", "\"k\"")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_receiver_that_says_it_is_gone_is_disabled_and_goes_on_when_it_is_resumed() {
        status = 410;
        var made = endpoint("[\"webhook_endpoint.test\"]");
        client.send("POST", path(made) + "/test", null);
        Await.until("it is disabled", PATIENCE, () -> client.get(path(made))
                .at("/state")
                .equals("disabled"));
        assertThat(client.get(path(made)).at("/disabledBecause")).isEqualTo("gone");
        status = 200;
        client.send("POST", path(made) + "/resume", null);
        client.post(path(made) + "/replay", "{\"failedOnly\":true}");
        Await.until("it arrives", PATIENCE, () -> received.size() == 2);
        assertThat(received.get(0).id()).isEqualTo(received.get(1).id());
    }

    @Test
    void what_was_delivered_long_ago_is_removed_and_nobody_takes_it_for_a_loss() throws SQLException {
        var made = endpoint("[\"entry.*\"]");
        var entry = client.entry(client.journal("Appeal"), client.contact("Ada"));
        var stage = client.post(entry + "/stages", "{\"stage\":\"MEET\"}");
        Await.until(
                "both are delivered",
                PATIENCE,
                () -> client.get("/v1/webhook-deliveries?status=delivered").number("/total") == 2);
        TheServer.administrator()
                .database()
                .update(
                        "UPDATE stageline.webhook_message SET finished_at = finished_at - interval '31 days'"
                                + " WHERE endpoint_id = ?::uuid AND sequence = 1",
                        made.at("/endpointId"));
        assertThat(TheServer.bean(Retention.class).removeOld()).isEqualTo(1);
        var before = client.get(path(made) + "/messages?after=0");
        assertThat(before.status()).isEqualTo(410);
        assertThat(before.at("/code")).isEqualTo("messages-removed");
        assertThat(before.number("/keptFrom")).isEqualTo(2);
        for (var kept : List.of("/messages", "/messages?after=1&minPosition=" + stage.number("/position"))) {
            var messages = client.get(path(made) + kept);
            assertThat(messages.number("/keptFrom")).isEqualTo(2);
            assertThat(messages.number("/lastSequence")).isEqualTo(2);
            assertThat(messages.json().at("/items").size()).isEqualTo(1);
            assertThat(messages.at("/items/0/eventId")).isEqualTo(stage.at("/eventId"));
        }
        assertThat(client.get(path(made)).number("/keptFrom")).isEqualTo(2);
    }

    @Test
    void an_alert_tells_to_whom_it_was_delivered() {
        var made = endpoint("[\"alert.*\"]");
        var alert = "/v1/alerts/" + RaisedAlert.of(client).alertId();
        Await.until("it is delivered", PATIENCE, () -> client.get(alert)
                .at("/deliveries/0/state")
                .equals("delivered"));
        var told = client.get(alert);
        assertThat(told.json().at("/deliveries").size()).isEqualTo(1);
        assertThat(told.at("/deliveries/0/endpointId")).isEqualTo(made.at("/endpointId"));
        assertThat(told.at("/deliveries/0/messageId")).isEqualTo(received.get(0).id());
        assertThat(told.at("/deliveries/0/type")).isEqualTo("alert.raised");
        assertThat(told.number("/deliveries/0/attempts")).isEqualTo(1);
        assertThat(told.number("/deliveries/0/lastStatus")).isEqualTo(200);
        assertThat(told.at("/deliveries/0/finishedAt")).isNotEmpty();
        client.post(alert + "/acknowledge", "{\"note\":\"private\"}");
        Await.until("this is told too", PATIENCE, () -> client.get(alert + "/explain")
                .at("/deliveries/1/state")
                .equals("delivered"));
        assertThat(TheServer.newTenant().get(alert).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://receiver.example/",
                "https://user@receiver.example/",
                "https://10.0.0.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[2002:7f00:1::]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2001::1]/",
                "https://[fe80::1%25eth0]/",
                "https://localhost./",
                "https://xn--a.example/",
                "https://93.184.215.14:0/",
                "https://93.184.215.14:22/",
                "https://93.184.215.14:5432/",
                "https://93.184.215.14/#x"
            })
    void a_url_that_may_not_be_sent_to_is_refused_before_anything_is_sent(String url) {
        var refused = client.post(
                "/v1/webhook-endpoints", "{\"name\":\"Ledger\",\"url\":\"" + url + "\",\"eventTypes\":[\"*\"]}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.at("/code")).isEqualTo("unsafe-url");
        assertThat(refused.text()).doesNotContain(url);
    }

    @Test
    void a_refusal_does_not_tell_which_names_and_addresses_there_are_inside() {
        var texts = Stream.of(
                        "https://10.0.0.1/",
                        "https://169.254.169.254/",
                        "https://[fd00::1]/",
                        "https://nobody.invalid/")
                .map(url -> client.post(
                                "/v1/webhook-endpoints",
                                "{\"name\":\"Ledger\",\"url\":\"" + url + "\",\"eventTypes\":[\"*\"]}")
                        .at("/detail"))
                .distinct();
        assertThat(texts).hasSize(1);
    }

    private Answer endpoint(String types) {
        return client.post(
                "/v1/webhook-endpoints",
                "{\"name\":\"Ledger\",\"url\":\"http://127.0.0.1:"
                        + receiver.getAddress().getPort()
                        + "/hook\",\"headers\":{\"x-key\":\"7\"},\"retrySeconds\":[1,1],\"eventTypes\":" + types + "}");
    }

    private static String path(Answer made) {
        return "/v1/webhook-endpoints/" + made.at("/endpointId");
    }
}

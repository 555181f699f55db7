package io.stageline.whole;

import static io.stageline.whole.SentSignals.array;
import static io.stageline.whole.SentSignals.positions;
import static io.stageline.whole.SentSignals.signal;
import static io.stageline.whole.SentSignals.statuses;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.http.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private static final String NDJSON = "application/x-ndjson";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Client client = TheServer.newTenant();

    private Answer send(String... items) {
        return client.post("/v1/signals", array(items));
    }

    @Test
    void a_signal_is_recorded_once_however_often_it_is_sent() {
        var first = send(signal("1"), signal("2"));
        assertThat(first.status()).isEqualTo(200);
        assertThat(statuses(first)).containsExactly("accepted", "accepted");
        var again = send(signal("2"), signal("3"), signal("1"));
        assertThat(statuses(again)).containsExactly("duplicate", "accepted", "duplicate");
        assertThat(positions(again).get(0)).isEqualTo(positions(first).get(1));
        assertThat(positions(again).get(2)).isEqualTo(positions(first).get(0));
        assertThat(again.header("Stageline-Position"))
                .isEqualTo(Long.toString(positions(again).get(1)));
    }

    @Test
    void of_two_with_one_id_in_a_body_the_first_counts() {
        var answer = send(signal("1"), signal("1"));
        assertThat(statuses(answer)).containsExactly("accepted", "duplicate");
        assertThat(positions(answer).get(1)).isEqualTo(positions(answer).get(0));
    }

    @Test
    void a_bad_signal_harms_no_neighbour_and_is_told_why() {
        var answer = send(
                signal("1"),
                "{\"id\":\"2\",\"type\":\"page.viewed\"}",
                "{nonsense}",
                "{\"id\":\"4\",\"type\":\"t\",\"occurredAt\":\"2026-03-01T09:30:00Z\",\"value\":\"7\"}",
                "{\"id\":\"5\",\"type\":\"t\",\"occurredAt\":\"2199-03-01T09:30:00Z\"}",
                "{\"id\":\"6\",\"type\":\"stageline.x\",\"occurredAt\":\"2026-03-01T09:30:00Z\"}",
                "{\"id\":\"7\",\"type\":\"t\",\"occurredAt\":\"2026-03-01T09:30:00Z\",\"user\":1}",
                signal("8"));
        assertThat(statuses(answer))
                .containsExactly(
                        "accepted", "refused", "refused", "refused", "refused", "refused", "refused", "accepted");
        assertThat(answer.json()
                        .path("results")
                        .valueStream()
                        .map(result -> result.path("id").asString("?") + " "
                                + result.path("code").asString("-") + " "
                                + result.path("pointer").asString("-")))
                .containsExactly(
                        "1 - -",
                        "2 invalid /occurredAt",
                        "? malformed-json -",
                        "4 invalid /value",
                        "5 invalid /occurredAt",
                        "6 invalid /type",
                        "7 unknown-property /user",
                        "8 - -");
    }

    @Test
    void all_forms_are_taken_and_mean_the_same() {
        var event = """
                {"specversion":"1.0","id":"1","source":"shop","type":"order.placed","time":"2026-03-01T09:30:00Z"}""";
        var plain = """
                {"id":"1","source":"shop","type":"order.placed","occurredAt":"2026-03-01T09:30:00Z"}""";
        var one = client.post("/v1/signals", event, "Content-Type", "application/cloudevents+json");
        assertThat(statuses(one)).containsExactly("accepted");
        var batch = client.post("/v1/signals", array(event), "Content-Type", "application/cloudevents-batch+json");
        var lines = client.post("/v1/signals", plain + "\n" + plain, "Content-Type", NDJSON);
        assertThat(Stream.of(batch, lines, send(plain)).flatMap(answer -> statuses(answer).stream()))
                .containsOnly("duplicate");
    }

    @Test
    void the_source_is_the_key_that_sent_it_unless_it_is_named() {
        var other = new Client(
                TheServer.url(),
                client.post("/v1/api-keys", "{\"name\":\"b\",\"scopes\":[\"ingest\"]}")
                        .at("/key"));
        assertThat(statuses(send(signal("1")))).containsExactly("accepted");
        assertThat(statuses(other.post("/v1/signals", array(signal("1"))))).containsExactly("accepted");
        var named = signal("1").replace("{", "{\"source\":\"shop\",");
        assertThat(statuses(send(named))).containsExactly("accepted");
        assertThat(statuses(other.post("/v1/signals", array(named)))).containsExactly("duplicate");
    }

    @Test
    void another_tenants_signal_with_the_same_id_is_another_one() {
        var named = signal("1").replace("{", "{\"source\":\"shop\",");
        assertThat(statuses(send(named))).containsExactly("accepted");
        assertThat(statuses(TheServer.newTenant().post("/v1/signals", array(named))))
                .containsExactly("accepted");
    }

    @Test
    void many_senders_of_the_same_signals_at_once_record_each_once() {
        var items = IntStream.range(0, 200).mapToObj(n -> signal("s" + n)).toArray(String[]::new);
        var answers = IntStream.range(0, 4)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> send(items)))
                .toList();
        var all = answers.stream().map(CompletableFuture::join).toList();
        assertThat(all).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(all.stream().flatMap(answer -> statuses(answer).stream()).filter("accepted"::equals))
                .hasSize(200);
        assertThat(all.stream().flatMap(answer -> positions(answer).stream()).distinct())
                .hasSize(200);
    }

    @Test
    void what_comes_late_is_kept_with_both_times() {
        var late = "{\"id\":\"1\",\"type\":\"t\",\"occurredAt\":\"1999-12-31T23:00:00Z\"}";
        var position = positions(send(late)).get(0);
        assertThat(TheServer.administrator().database().queryForObject("""
                        SELECT (payload ->> 'occurredAt') || ' ' || (recorded_at > now() - interval '1 minute')
                          FROM stageline.event WHERE position = ? AND type = 'signal.received/1'
                         ORDER BY recorded_at DESC LIMIT 1""", String.class, position))
                .isEqualTo("1999-12-31T23:00:00Z true");
    }

    @Test
    void nothing_personal_is_in_the_log_in_clear() {
        var secret = "canary-" + UUID.randomUUID();
        client.post("/v1/contacts", "{\"name\":\"Ada\",\"externalId\":\"" + secret + "-known\"}");
        var item =
                "{\"id\":\"%s\",\"type\":\"t\",\"occurredAt\":\"2026-03-01T09:30:00Z\",\"subject\":\"%s\",\"data\":{\"mail\":\"%s\"}}";
        assertThat(statuses(send(
                        item.formatted(secret, secret, secret),
                        item.formatted(secret + "2", secret + "-known", secret),
                        item.formatted(secret, secret, secret).replace("2026", "2199"))))
                .containsExactly("accepted", "accepted", "refused");
        var database = TheServer.administrator().database();
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM stageline.event WHERE payload::text LIKE '%' || ? || '%'",
                        Long.class, secret))
                .isZero();
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM stageline.refused_signal r WHERE r::text LIKE '%' || ? || '%'",
                        Long.class, secret))
                .isZero();
        assertThat(database.queryForObject(
                        """
                        SELECT count(*) FROM stageline.event
                         WHERE type = 'signal.received/1' AND payload ->> 'contactId' = ?""",
                        Long.class,
                        client.post("/v1/contacts", "{\"name\":\"Ada\",\"externalId\":\"" + secret + "-known\"}")
                                .at("/contactId")))
                .isEqualTo(1);
    }

    @Test
    void of_an_erased_contact_no_more_is_taken() {
        var contact = client.contact("Ada");
        var about = signal("1").replace("{", "{\"subject\":\"" + contact + "\",");
        assertThat(statuses(send(about))).containsExactly("accepted");
        client.delete("/v1/contacts/" + contact);
        var after = send(about.replace("\"1\"", "\"2\""));
        assertThat(after.at("/results/0/code")).isEqualTo("contact-erased");
        assertThat(after.at("/results/0/pointer")).isEqualTo("/subject");
    }

    @Test
    void a_key_to_send_signals_may_nothing_else() {
        var sender = TheServer.newTenant(Scope.ingest);
        assertThat(sender.post("/v1/signals", array(signal("1"))).status()).isEqualTo(200);
        assertThat(sender.post("/v1/contacts", "{\"name\":\"Ada\"}").status()).isEqualTo(403);
        assertThat(sender.get("/v1/journals").status()).isEqualTo(403);
        assertThat(sender.get("/v1/signals/refused").status()).isEqualTo(403);
        assertThat(TheServer.newTenant(Scope.read, Scope.write)
                        .post("/v1/signals", array(signal("1")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_body_that_is_no_list_of_signals_is_refused_as_a_whole() {
        assertThat(client.post("/v1/signals", "{}").at("/code")).isEqualTo("invalid");
        assertThat(client.post("/v1/signals", "[" + signal("1")).at("/code")).isEqualTo("malformed-json");
        assertThat(client.post("/v1/signals", "[" + "1,".repeat(1_000) + "1]").status())
                .isEqualTo(413);
        assertThat(client.post("/v1/signals", "[\"" + "a".repeat(5_000_000) + "\"]")
                        .status())
                .isEqualTo(413);
        assertThat(client.post("/v1/signals", "[]", "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(client.post("/v1/signals", "[]", "Idempotency-Key", "a").status())
                .isEqualTo(400);
        assertThat(statuses(send())).isEmpty();
    }

    @Test
    void a_body_that_is_still_coming_in_has_its_place_already_and_leaves_it_when_its_sender_goes_away()
            throws IOException {
        var key = TheServer.newKey(Scope.ingest);
        var sender = new Client(TheServer.url(), key);
        var begun = new ArrayList<Socket>();
        Await.until("all places are taken", PATIENCE, () -> {
            begun.add(begin(key));
            return sender.post("/v1/signals", "[]").status() == 429;
        });
        assertThat(begun).hasSizeGreaterThanOrEqualTo(4);
        assertThat(statuses(send(signal("1")))).as("another tenant").containsExactly("accepted");
        for (var socket : begun) socket.close();
        Await.until(
                "they have left",
                PATIENCE,
                () -> sender.post("/v1/signals", "[]").status() == 200);
    }

    private static Socket begin(String key) {
        var server = URI.create(TheServer.url());
        var head = "POST /v1/signals HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n[";
        try {
            var socket = new Socket(server.getHost(), server.getPort());
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            return socket;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    void data_too_long_for_a_signal_is_refused() {
        var item = signal("1").replace("{", "{\"data\":\"" + "a".repeat(64_000) + "\",");
        assertThat(send(item, signal("2")).at("/results/0/code")).isEqualTo("too-large");
    }

    @Test
    void data_is_any_json_that_can_be_kept() {
        var data = Stream.of(
                "true",
                "[[1]]",
                "{\"x\":{\"y\":1e999999}}",
                "0.1234567890123456789",
                "\"a\\u0000b\"",
                "{\"x\":[\"a\\ud800\"]}");
        var items = data.map(text -> signal(UUID.randomUUID().toString()).replace("{", "{\"data\":" + text + ","));
        var answer = send(items.toArray(String[]::new));
        assertThat(statuses(answer))
                .containsExactly("accepted", "accepted", "accepted", "accepted", "refused", "refused");
        assertThat(answer.at("/results/4/pointer")).isEqualTo("/data");
        assertThat(answer.at("/results/5/pointer")).isEqualTo("/data/x/0");
    }
}

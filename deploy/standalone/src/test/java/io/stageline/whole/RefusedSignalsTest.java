package io.stageline.whole;

import static io.stageline.whole.SentSignals.array;
import static io.stageline.whole.SentSignals.differing;
import static io.stageline.whole.SentSignals.signal;
import static io.stageline.whole.SentSignals.statuses;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was refused is kept sealed, looked at, sent again, or given up. */
class RefusedSignalsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Client client = TheServer.newTenant();

    private Answer send(String... items) {
        return client.post("/v1/signals", array(items));
    }

    @Test
    void a_property_whose_name_no_database_keeps_is_refused_like_any_unknown_one() {
        var odd = "{\"id\":\"2\",\"type\":\"t\",\"occurredAt\":\"2026-03-01T09:30:00Z\",\"\\u0000\":1}";
        assertThat(statuses(send(signal("1"), odd))).containsExactly("accepted", "refused");
        assertThat(client.get("/v1/signals/refused").at("/items/0/pointer")).isEmpty();
    }

    @Test
    void what_is_kept_of_a_refused_signal_is_it_alone_whenever_it_was_refused() {
        var early = signal("1").replace("2026-03-01", "2199-01-01");
        assertThat(statuses(send(signal("2"), early, signal("3")))).containsExactly("accepted", "refused", "accepted");
        assertThat(client.get("/v1/signals/refused").at("/items/0/sent")).isEqualTo(early);
    }

    @Test
    void refused_signals_can_be_looked_at_and_are_counted() {
        var bad = "{\"id\":\"2\",\"type\":\"t\"}";
        send(bad, "{nonsense}");
        send(bad);
        var page = client.get("/v1/signals/refused?limit=1");
        assertThat(page.at("/items/0/sent")).isEqualTo(bad);
        assertThat(page.number("/items/0/times")).isEqualTo(2);
        assertThat(page.at("/items/0/pointer")).isEqualTo("/occurredAt");
        assertThat(page.number("/counts/invalid")).isEqualTo(2);
        assertThat(page.number("/counts/malformed-json")).isEqualTo(1);
        var next = client.get("/v1/signals/refused?limit=1&cursor=" + page.at("/next"));
        assertThat(next.at("/items/0/sent")).isEqualTo("{nonsense}");
        assertThat(next.json().get("next").isNull()).isTrue();
        assertThat(client.get("/v1/signals/refused?code=invalid")
                        .json()
                        .path("items")
                        .valueStream()
                        .map(JsonNode::size))
                .hasSize(1);
        assertThat(TheServer.newTenant()
                        .get("/v1/signals/refused")
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    private String refused(int n) {
        return "/v1/signals/refused/" + client.get("/v1/signals/refused").at("/items/" + n + "/refusedId");
    }

    @Test
    void a_refused_signal_is_sent_again_in_the_name_of_its_sender_and_in_its_form() {
        var sender = new Client(
                TheServer.url(),
                client.post("/v1/api-keys", "{\"name\":\"b\",\"scopes\":[\"ingest\"]}")
                        .at("/key"));
        var early = Instant.now().plus(Duration.ofDays(1)).plusSeconds(2).toString();
        var plain = array(signal("1").replace("2026-03-01T09:30:00Z", early));
        var event =
                "{\"specversion\":\"1.0\",\"id\":\"2\",\"source\":\"shop\",\"type\":\"t\",\"time\":\"" + early + "\"}";
        assertThat(statuses(sender.post("/v1/signals", plain))).containsExactly("refused");
        assertThat(statuses(sender.post("/v1/signals", event, "Content-Type", "application/cloudevents+json")))
                .containsExactly("refused");
        var paths = List.of(refused(0), refused(1));
        for (var path : paths)
            Await.until("it is not early any more", PATIENCE, () -> client.post(path + "/retry", "")
                    .at("/status")
                    .equals("accepted"));
        assertThat(client.get("/v1/signals/refused").json().path("items")).isEmpty();
        assertThat(client.post(paths.get(0) + "/retry", "").at("/code")).isEqualTo("unknown-signal");
        var again = sender.post("/v1/signals", plain);
        assertThat(statuses(again)).containsExactly("duplicate");
        assertThat(differing(again)).containsExactly(false);
    }

    @Test
    void a_refused_signal_that_is_none_is_told_so_again_and_can_be_given_up_with_a_reason() {
        var canary = "canary-" + UUID.randomUUID();
        send("{nonsense}");
        var path = refused(0);
        var retried = client.post(path + "/retry", "");
        assertThat(retried.at("/status") + " " + retried.at("/code")).isEqualTo("refused malformed-json");
        assertThat(client.post(path + "/drop", "{\"reason\":\" \"}").status()).isEqualTo(422);
        var dropped = client.post(path + "/drop", "{\"reason\":\"" + canary + "\"}");
        assertThat(dropped.at("/dropped/reason")).isEqualTo(canary);
        var shown = client.get("/v1/signals/refused");
        assertThat(shown.number("/items/0/times")).isEqualTo(2);
        assertThat(shown.json().at("/items/0/dropped")).isEqualTo(dropped.json().at("/dropped"));
        assertThat(TheServer.administrator()
                        .database()
                        .queryForObject(
                                "SELECT count(*) FROM stageline.refused_signal r WHERE r::text LIKE '%' || ? || '%'"
                                        + " OR position(convert_to(?, 'UTF8') IN r.dropped_for) > 0",
                                Long.class, canary, canary))
                .isZero();
    }

    @Test
    void only_administrators_of_the_tenant_retry_and_drop_what_was_refused() {
        send("{nonsense}");
        var path = refused(0);
        var stranger = TheServer.newTenant();
        var sender = TheServer.newTenant(Scope.ingest, Scope.read, Scope.write);
        for (var action : List.of("/retry", "/drop")) {
            var body = action.equals("/drop") ? "{\"reason\":\"a word\"}" : "";
            assertThat(stranger.post(path + action, body).at("/code")).isEqualTo("unknown-signal");
            assertThat(sender.post(path + action, body).status()).isEqualTo(403);
        }
        assertThat(client.get("/v1/signals/refused").number("/items/0/times")).isEqualTo(1);
    }

    @Test
    void of_a_pointer_only_what_is_no_word_of_the_sender_is_kept() {
        var canary = "canary-" + UUID.randomUUID();
        var answer = send(
                signal("1").replace("{", "{\"" + canary + "\":1,"),
                signal("2").replace("{", "{\"data\":{\"" + canary + "\":[\"\\ud800\"]},"));
        assertThat(answer.at("/results/0/pointer")).isEqualTo("/" + canary);
        assertThat(answer.at("/results/1/pointer")).isEqualTo("/data/" + canary + "/0");
        assertThat(client.get("/v1/signals/refused")
                        .json()
                        .path("items")
                        .valueStream()
                        .map(item -> item.path("pointer").asString()))
                .containsExactlyInAnyOrder("", "/data");
        assertThat(kept(canary)).isZero();
    }

    /** How many of the refused signals that are kept have this text in clear. */
    private static long kept(String text) {
        return requireNonNull(TheServer.administrator()
                .database()
                .queryForObject(
                        "SELECT count(*) FROM stageline.refused_signal r WHERE r::text LIKE '%' || ? || '%'",
                        Long.class, text));
    }
}

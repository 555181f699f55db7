package io.stageline.whole;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.http.Scope;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alert rules from the first revision to the last silence, and what people do about alerts. */
class AlertRulesTest {
    private static final String RULES = "/v1/alert-rules";
    private static final String BUSY = RaisedAlert.RULE;
    private static final String BUSIER = BUSY.replace("90", "95");
    private static final String SILENCE = "{\"until\":\"2199-01-01T00:00:00Z\",\"reason\":\"moving the racks\"}";
    private static final String STORED = """
            SELECT string_agg(type || ' ' || payload::text, ' ' ORDER BY version)
              FROM stageline.event
             WHERE stream_id = ?::uuid""";

    private final Client client = TheServer.newTenant();

    @Test
    void every_revision_of_a_rule_is_counted_and_kept() {
        var saved = client.post(RULES, BUSY);
        assertThat(saved.status()).as(saved.text()).isEqualTo(201);
        assertThat(saved.number("/revision")).isEqualTo(1);
        assertThat(saved.number("/version")).isEqualTo(1);
        assertThat(saved.number("/position")).isPositive();
        var rule = RULES + "/" + saved.at("/ruleId");

        var changed = client.put(rule, BUSIER, "If-Match", saved.header("ETag"));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.number("/revision")).isEqualTo(2);
        assertThat(client.put(rule, BUSIER).number("/revision")).isEqualTo(2);
        var late = client.put(rule, BUSY, "If-Match", saved.header("ETag"));
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.number("/current")).isEqualTo(2);
        assertThat(stored(saved.at("/ruleId"))).contains("\"limit\": 90").contains("\"limit\": 95");
    }

    @Test
    void a_rule_is_switched_off_and_on_and_deleted_for_ever() {
        var rule = RULES + "/" + client.post(RULES, BUSY).at("/ruleId");
        assertThat(client.post(rule + "/enable", "").number("/version")).isEqualTo(1);
        assertThat(client.post(rule + "/disable", "").number("/version")).isEqualTo(2);
        assertThat(client.post(rule + "/enable", "").number("/version")).isEqualTo(3);
        assertThat(client.delete(rule).number("/version")).isEqualTo(4);
        var gone = client.put(rule, BUSIER);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.at("/code")).isEqualTo("rule-deleted");
    }

    @Test
    void a_silence_is_begun_with_its_reason_sealed_and_ended() {
        var ruleId = client.post(RULES, BUSY).at("/ruleId");
        var rule = RULES + "/" + ruleId;
        var silenced = client.post(rule + "/silence", SILENCE.replace("}", ",\"subject\":\"server-7\"}"));
        assertThat(silenced.status()).as(silenced.text()).isEqualTo(201);
        assertThat(stored(ruleId)).contains("alert-rule.silenced/1").doesNotContain("racks", "server-7");
        var silence = rule + "/silences/" + silenced.at("/silenceId");
        assertThat(client.delete(silence).number("/version")).isEqualTo(3);
        assertThat(client.delete(silence).number("/version")).isEqualTo(3);
        var past = client.post(rule + "/silence", SILENCE.replace("2199", "2020"));
        assertThat(past.status()).isEqualTo(422);
        assertThat(past.at("/errors/0/pointer")).isEqualTo("/until");
    }

    @Test
    void a_rule_over_entries_knows_its_journal() {
        var journal = client.journal("Appeal", "ASK", "THANK");
        var body = "{\"name\":\"Waiting\",\"severity\":\"INFO\",\"condition\":{\"kind\":\"stage-not-reached\","
                + "\"journalId\":\"" + journal + "\",\"after\":\"ASK\",\"stage\":\"THANK\",\"days\":14}}";
        assertThat(client.post(RULES, body).status()).isEqualTo(201);
        var stage = client.post(RULES, body.replace("THANK", "LUNCH"));
        assertThat(stage.at("/code")).isEqualTo("unknown-stage");
        assertThat(stage.at("/errors/0/pointer")).isEqualTo("/condition/stage");
        var foreign =
                client.post(RULES, body.replace(journal, TheServer.newTenant().journal("Theirs")));
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.at("/code")).isEqualTo("unknown-journal");
    }

    @Test
    void b34_an_unsound_rule_is_refused_where_it_is_unsound() {
        Map.of(
                        "\"kind\":\"moon\"",
                        "/condition/kind",
                        "\"kind\":\"threshold\",\"of\":{\"type\":\"stageline.alert\"},\"is\":\"ABOVE\",\"limit\":1",
                        "/condition/of/type",
                        "\"kind\":\"count\",\"of\":{\"type\":\"t\"},\"window\":\"PT1H\",\"is\":\"AT_LEAST\",\"count\":0",
                        "/condition/count",
                        "\"kind\":\"absence\",\"of\":{\"type\":\"t\"},\"window\":\"P91D\"",
                        "/condition/window",
                        "\"kind\":\"absence\",\"window\":\"PT1H\",\"of\":{\"type\":\"t\",\"where\":"
                                + "[{\"field\":\"/a\",\"test\":\"MATCHES\",\"values\":[\"(a+)+$\"]}]}",
                        "/condition/of/where/0/test")
                .forEach((condition, pointer) -> {
                    var refused = client.post(
                            RULES, "{\"name\":\"x\",\"severity\":\"INFO\",\"condition\":{" + condition + "}}");
                    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
                    assertThat(refused.at("/errors/0/pointer")).isEqualTo(pointer);
                });
        assertThat(client.post(RULES, BUSY.replace("Busy", "x".repeat(201))).at("/errors/0/pointer"))
                .isEqualTo("/name");
    }

    @Test
    void an_alert_is_acknowledged_silenced_and_resolved_by_hand() {
        var alert = RaisedAlert.of(client);
        var path = "/v1/alerts/" + alert.alertId();
        var seen = client.post(path + "/acknowledge", "{\"note\":\"moving the racks\"}");
        assertThat(seen.status()).as(seen.text()).isEqualTo(200);
        assertThat(seen.at("/status")).isEqualTo("ACKNOWLEDGED");
        assertThat(client.post(path + "/acknowledge", "{}").number("/version")).isEqualTo(2);
        var silenced = client.post(path + "/silence", SILENCE);
        assertThat(silenced.status()).isEqualTo(201);
        var silence = path + "/silences/" + silenced.at("/silenceId");
        assertThat(client.delete(silence).number("/version")).isEqualTo(4);
        assertThat(client.delete(silence).number("/version")).isEqualTo(4);
        var resolved = client.post(path + "/resolve", "");
        assertThat(resolved.at("/status")).isEqualTo("RESOLVED");
        assertThat(resolved.number("/version")).isEqualTo(5);
        assertThat(client.post(path + "/resolve", "").number("/version")).isEqualTo(5);
        var late = client.post(path + "/acknowledge", "{}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.at("/code")).isEqualTo("alert-resolved");
        assertThat(stored(alert.alertId())).contains("alert.resolved/1").doesNotContain("racks", "server-7");
    }

    @Test
    void an_alert_is_silenced_until_the_last_of_its_silences_is_over() {
        var path = "/v1/alerts/" + RaisedAlert.of(client).alertId();
        var longer = client.post(path + "/silence", SILENCE);
        var shorter = client.post(path + "/silence", SILENCE.replace("2199", "2198"));
        assertThat(silencedUntil(path, shorter)).isEqualTo("2199-01-01T00:00:00Z");
        var ended = client.delete(path + "/silences/" + longer.at("/silenceId"));
        assertThat(silencedUntil(path, ended)).isEqualTo("2198-01-01T00:00:00Z");
        var both = client.delete(path + "/silences/" + shorter.at("/silenceId"));
        assertThat(silencedUntil(path, both)).isEmpty();
    }

    private String silencedUntil(String path, Answer after) {
        var shown = client.get(path + "?minPosition=" + after.at("/position"));
        assertThat(shown.status()).as(shown.text()).isEqualTo(200);
        return shown.at("/silencedUntil");
    }

    @Test
    void what_an_alert_could_not_be_told_is_shown_to_administrators_and_told_when_one_wants_it_to_be() {
        var alert = RaisedAlert.of(client).alertId();
        RaisedAlert.park(alert);
        assertThat(client.get("/v1/alerts/parked").at("/items/0/cause")).isEqualTo("unknown-alert");
        var waits = client.post("/v1/alerts/parked/" + alert + "/retry", "");
        assertThat(waits.at("/status")).as(waits.text()).isEqualTo("waiting");
        Await.until("it is told", Duration.ofSeconds(30), () -> client.get("/v1/alerts/" + alert)
                .at("/status")
                .equals("RESOLVED"));
        assertThat(client.get("/v1/alerts/parked").json().at("/items")).isEmpty();
        assertThat(TheServer.newTenant(Scope.write).get("/v1/alerts/parked").status())
                .isEqualTo(403);
    }

    @Test
    void only_who_may_write_watches() {
        for (var scope : new Scope[] {Scope.read, Scope.ingest})
            assertThat(TheServer.newTenant(scope).post(RULES, BUSY).status()).isEqualTo(403);
        assertThat(TheServer.newTenant(Scope.write).post(RULES, BUSY).status()).isEqualTo(201);
    }

    private static String stored(String stream) {
        return requireNonNull(TheServer.administrator().database().queryForObject(STORED, String.class, stream));
    }
}

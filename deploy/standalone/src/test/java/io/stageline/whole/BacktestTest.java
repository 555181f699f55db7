package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What a rule would have raised over the past, and why it had not: told by what evaluates it in fact. */
class BacktestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final String LIVE = """
            SELECT r.stream_id::text AS id, r.payload ->> 'at' AS at, e.payload ->> 'at' AS over, e.payload ->> 'why' AS why
              FROM stageline.event r
              LEFT JOIN stageline.event e
                ON e.log_id = r.log_id AND e.tenant_id = r.tenant_id AND e.stream_id = r.stream_id
               AND e.type = 'alert.resolved/1'
             WHERE r.type = 'alert.raised/1' AND r.payload #>> '{premise,ruleId}' = ?""";
    private static final String EVALUATED = """
            SELECT bool_and(f.position >= h.position AND f.filling IS NULL)
                   AND NOT EXISTS (SELECT FROM stageline.alert_intent WHERE parked_at IS NULL)
              FROM stageline.alert_follower f JOIN stageline.log_head h USING (log_id)""";
    private static final String OF = "\"of\":{\"type\":\"metric\"}";

    private final Client client = TheServer.newTenant();
    private final JdbcTemplate database = TheServer.administrator().database();
    private final Random random = Seed.random(BacktestTest.class);

    private static String above(double limit) {
        return "{\"kind\":\"threshold\"," + OF + ",\"is\":\"ABOVE\",\"limit\":" + limit + "}";
    }

    private static String text(String condition, String more) {
        return "{\"name\":\"a rule\",\"severity\":\"WARNING\",\"condition\":" + condition + more + "}";
    }

    private String rule(String condition, String more) {
        var answer = client.post("/v1/alert-rules", text(condition, more));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.at("/ruleId");
    }

    private void send(List<String> items) {
        var answer = client.post("/v1/signals", "[" + String.join(",", items) + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).doesNotContain("refused");
    }

    private static String metric(String id, String subject, double value, Instant at) {
        return "{\"id\":\"%s\",\"type\":\"metric\",\"subject\":\"%s\",\"value\":%s,\"occurredAt\":\"%s\"}"
                .formatted(id, subject, value, at);
    }

    private static Instant minute(int minute) {
        return BEGIN.plus(Duration.ofMinutes(minute));
    }

    private void evaluated() {
        Await.until(
                "all is evaluated",
                PATIENCE,
                () -> Boolean.TRUE.equals(database.queryForObject(EVALUATED, Boolean.class)));
    }

    private Answer backtest(String request) {
        var answer = client.post("/v1/alert-rules/backtest", request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private Answer explain(String rule, String request) {
        var answer = client.post("/v1/alert-rules/" + rule + "/explain", request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    /** Alerts by id: when raised, when over and why. */
    private Map<String, String> live(String rule) {
        var alerts = new TreeMap<String, String>();
        for (var row : database.queryForList(LIVE, rule))
            alerts.put(
                    String.valueOf(row.get("id")),
                    told(String.valueOf(row.get("at")), (String) row.get("over"), (String) row.get("why")));
        return alerts;
    }

    private Map<String, String> tested(String rule) {
        var answer = backtest("{\"ruleId\":\"" + rule + "\"}");
        var alerts = new TreeMap<String, String>();
        for (var one : answer.json().path("wouldFire"))
            alerts.put(
                    one.path("alertId").asString(),
                    told(one.path("at").asString(), or(one, "resolvedAt"), or(one, "why")));
        assertThat(answer.at("/complete")).isEqualTo("true");
        assertThat(answer.number("/total")).isEqualTo(alerts.size());
        assertThat(answer.number("/compared/both")).isEqualTo(alerts.size());
        assertThat(answer.number("/compared/onlyLive")).isZero();
        return alerts;
    }

    private static @Nullable String or(JsonNode node, String name) {
        return node.path(name).isString() ? node.path(name).asString() : null;
    }

    private static String told(String at, @Nullable String over, @Nullable String why) {
        return Instant.parse(at) + (over == null ? "" : " until " + Instant.parse(over) + " " + why);
    }

    /** Signals of an afternoon about five things, some of them late. */
    private List<String> afternoon() {
        var items = new ArrayList<String>();
        for (var n = 0; n < 400; n++) {
            var at = minute(n).minus(Duration.ofMinutes(random.nextInt(10) == 0 ? random.nextInt(60) : 0));
            items.add(metric("n" + n, "subject " + random.nextInt(5), random.nextInt(25), at));
        }
        return items;
    }

    @Test
    void alerts_of_a_backtest_are_the_alerts_that_were_raised() {
        send(List.of(metric("before", "subject 1", 99, minute(-100))));
        var rules = new ArrayList<String>();
        rules.add(rule(above(15), ""));
        rules.add(rule(above(5), ",\"holdsFor\":\"PT5M\",\"keepFiring\":\"PT7M\""));
        rules.add(rule("{\"kind\":\"count\"," + OF + ",\"window\":\"PT30M\",\"is\":\"ABOVE\",\"count\":8}", ""));
        rules.add(rule("{\"kind\":\"absence\"," + OF + ",\"window\":\"PT12M\"}", ""));
        rules.add(rule(
                "{\"kind\":\"deadline\"," + OF
                        + ",\"closedBy\":{\"type\":\"metric\",\"where\":[{\"field\":\"value\",\"test\":\"ABOVE\",\"values\":[\"20\"]}]},\"within\":\"PT12M\"}",
                ""));
        var items = afternoon();
        for (var from = 0; from < items.size(); from += 80) send(items.subList(from, from + 80));
        var beats = rule("{\"kind\":\"absence\",\"of\":{\"type\":\"beat\"},\"window\":\"PT1S\"}", "");
        rules.add(beats);
        send(List.of("{\"id\":\"b\",\"type\":\"beat\",\"subject\":\"a\",\"occurredAt\":\"" + Instant.now() + "\"}"));
        Await.until("it is missed", PATIENCE, () -> live(beats).size() == 1);
        evaluated();
        for (var rule : rules) {
            assertThat(live(rule)).as(rule).isNotEmpty();
            assertThat(tested(rule)).isEqualTo(live(rule));
        }
    }

    @Test
    void a_rule_over_a_journal_is_backtested_as_it_began() {
        var journal = client.journal("Appeal");
        var late = client.entry(journal, client.contact("Ada"));
        var done = client.entry(journal, client.contact("Bob"));
        for (var entry : List.of(late, done))
            client.post(entry + "/stages", "{\"stage\":\"MEET\",\"occurredAt\":\"2026-01-01T00:00:00Z\"}");
        client.post(done + "/stages", "{\"stage\":\"ASK\",\"occurredAt\":\"2026-01-11T00:00:00Z\"}");
        var condition = "{\"kind\":\"stage-not-reached\",\"journalId\":\"" + journal
                + "\",\"after\":\"MEET\",\"stage\":\"ASK\",\"days\":7}";
        var rule = rule(condition, "");
        client.post(late + "/stages", "{\"stage\":\"ASK\",\"occurredAt\":\"2026-02-01T00:00:00Z\"}");
        evaluated();
        assertThat(tested(rule)).isEqualTo(live(rule));
        var always = backtest("{\"rule\":" + text(condition, "") + "}");
        assertThat(always.number("/total")).as(always.text()).isEqualTo(2);
        assertThat(always.at("/wouldFire/0/at")).isEqualTo("2026-01-08T00:00:00Z");
    }

    @Test
    void a_rule_over_all_entries_of_a_journal_takes_them_in_the_order_in_which_they_were_recorded() {
        var journal = client.journal("Appeal");
        var entries = IntStream.range(0, 6)
                .mapToObj(n -> client.entry(journal, client.contact("Ada " + n)))
                .toList();
        for (var n = 0; n < 6; n++) client.post(entries.get(n) + "/stages", "{\"stage\":\"THANK\"}");
        for (var n = 5; n >= 0; n--) client.post(entries.get(n) + "/stages", "{\"stage\":\"NEXT_STEPS\"}");
        var rule = rule(
                "{\"kind\":\"skip-rate\",\"journalId\":\"" + journal
                        + "\",\"window\":\"P1D\",\"atLeast\":6,\"is\":\"AT_LEAST\",\"share\":0.5}",
                ""); // holds when the sixth has skipped; entry by entry it would hold later
        evaluated();
        assertThat(live(rule)).hasSize(1);
        assertThat(tested(rule)).isEqualTo(live(rule));
    }

    @Test
    void a_rule_that_is_not_saved_tells_what_it_would_have_raised_and_changes_nothing() {
        send(List.of(
                metric("1", "a", 11, minute(1)),
                metric("2", "a", 9, minute(2)),
                metric("3", "a", 12, minute(24 * 60))));
        var before = database.queryForObject(
                "SELECT count(*) FROM stageline.event WHERE type LIKE 'alert-rule.%'", Long.class);
        var answer = backtest("{\"rule\":" + text(above(10), "") + "}");
        assertThat(answer.number("/total")).isEqualTo(2);
        assertThat(answer.at("/wouldFire/0/resolvedAt")).isEqualTo("2026-03-01T12:02:00Z");
        assertThat(answer.number("/byDay/2026-03-02")).isEqualTo(1);
        assertThat(backtest("{\"rule\":" + text(above(10), "") + ",\"from\":\"2026-03-02T00:00:00Z\"}")
                        .number("/total"))
                .isEqualTo(1);
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM stageline.event WHERE type LIKE 'alert-rule.%'", Long.class))
                .isEqualTo(before);
    }

    @Test
    void the_effect_of_another_limit_is_told_by_episodes() {
        var rule = rule(above(10), "");
        send(List.of(
                metric("1", "a", 11, minute(1)),
                metric("2", "a", 21, minute(2)),
                metric("3", "a", 9, minute(3)),
                metric("4", "b", 12, minute(4)),
                metric("5", "c", 6, minute(5))));
        evaluated();
        var higher = backtest("{\"rule\":" + text(above(20), "") + ",\"compare\":\"" + rule + "\"}");
        assertThat(higher.json().path("effect").toString())
                .isEqualTo("{\"now\":2,\"proposed\":1,\"added\":0,\"gone\":1}");
        var lower = backtest("{\"rule\":" + text(above(5), "") + ",\"compare\":\"" + rule + "\"}");
        assertThat(lower.json().path("effect").toString())
                .isEqualTo("{\"now\":2,\"proposed\":3,\"added\":1,\"gone\":0}");
        assertThat(lower.json().path("compared").toString())
                .isEqualTo("{\"both\":2,\"onlyLive\":0,\"onlyBacktest\":1}");
    }

    @Test
    void each_revision_of_a_rule_is_backtested_as_what_it_said_then() {
        var rule = rule(above(10), "");
        var changed = client.put("/v1/alert-rules/" + rule, text(above(20), ""), "If-Match", "*");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        send(List.of(metric("1", "a", 11, minute(1)), metric("2", "b", 21, minute(2))));
        assertThat(revision(rule, 1).number("/total")).isEqualTo(2);
        assertThat(revision(rule, 2).number("/total")).isEqualTo(1);
        var unknown = client.post("/v1/alert-rules/backtest", "{\"ruleId\":\"" + rule + "\",\"revision\":3}");
        assertThat(unknown.status()).as(unknown.text()).isBetween(400, 499);
    }

    private Answer revision(String rule, int revision) {
        return backtest("{\"ruleId\":\"" + rule + "\",\"revision\":" + revision + "}");
    }

    @Test
    void why_not_is_told_of_a_fingerprint_as_of_its_subject() {
        var rule = rule(above(10), "");
        send(List.of(metric("1", "a", 12, minute(1)), metric("2", "b", 12, minute(1)), metric("3", "b", 9, minute(2))));
        evaluated();
        for (var one : backtest("{\"ruleId\":\"" + rule + "\"}").json().path("wouldFire")) {
            var told = explain(
                    rule, "{\"fingerprint\":\"" + one.path("fingerprint").asString() + "\"}");
            var isOver = one.path("resolvedAt").isString();
            assertThat(told.number("/values/value")).isEqualTo(isOver ? 9 : 12);
            assertThat(told.at("/holding")).isEqualTo(String.valueOf(!isOver));
            assertThat(told.json().path("fired").isNull()).isEqualTo(isOver);
        }
    }

    @Test
    void a_broken_rule_of_a_backtest_is_refused_where_it_is_broken() {
        var answer = client.post("/v1/alert-rules/backtest", "{\"rule\":" + text("{\"kind\":\"nonsense\"}", "") + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.text()).contains("/rule/condition");
        var unknown = client.post("/v1/alert-rules/backtest", "{\"ruleId\":\"01990000-0000-7000-8000-00000000dead\"}");
        assertThat(unknown.status()).as(unknown.text()).isEqualTo(404);
        var others =
                TheServer.newTenant().post("/v1/alert-rules/backtest", "{\"ruleId\":\"" + rule(above(1), "") + "\"}");
        assertThat(others.status()).as(others.text()).isEqualTo(404);
    }

    @Test
    void a_thousand_are_listed_and_all_counted() {
        for (var from = 0; from < 1_100; from += 550)
            send(IntStream.range(from, from + 550)
                    .mapToObj(n -> metric("n" + n, "subject " + n, 11, minute(n)))
                    .toList());
        var answer = backtest("{\"rule\":" + text(above(10), "") + "}");
        assertThat(answer.number("/total")).isEqualTo(1_100);
        assertThat(answer.json().path("wouldFire").size()).isEqualTo(1_000);
    }

    @Test
    void why_not_is_told_for_any_rule_subject_and_time() {
        var rule = rule(above(10), ",\"holdsFor\":\"PT5M\"");
        var before = Instant.now();
        send(List.of(metric("1", "a", 12, minute(1)), metric("2", "b", 9, minute(1))));
        evaluated();
        var pending = explain(rule, "{\"subject\":\"a\"}");
        assertThat(pending.json().path("fired").isNull()).as(pending.text()).isTrue();
        assertThat(pending.at("/holding")).isEqualTo("true");
        assertThat(pending.at("/pendingSince")).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(pending.at("/because")).contains("12").contains("must hold for PT5M");
        assertThat(pending.number("/values/value")).isEqualTo(12);
        assertThat(pending.number("/ruleRevision")).isEqualTo(1);
        assertThat(pending.json().path("inputs").size()).isEqualTo(1);
        assertThat(explain(rule, "{\"subject\":\"b\"}").at("/holding")).isEqualTo("false");
        assertThat(explain(rule, "{\"subject\":\"nobody\"}").at("/because"))
                .startsWith("nothing that the rule listens to");
        assertThat(explain(rule, "{\"subject\":\"a\",\"at\":\"" + before + "\"}")
                        .at("/because"))
                .startsWith("nothing that the rule listens to");
        assertThat(explain(rule, "{\"subject\":\"a\",\"at\":\"2026-03-01T12:00:00Z\"}")
                        .at("/because"))
                .isEqualTo("the rule was not saved yet");
        send(List.of(metric("3", "a", 13, minute(10))));
        evaluated();
        var fired = explain(rule, "{\"subject\":\"a\"}");
        assertThat(live(rule)).containsOnlyKeys(fired.at("/fired"));
        client.send("POST", "/v1/alert-rules/" + rule + "/disable", null);
        assertThat(explain(rule, "{\"subject\":\"a\"}").at("/because")).isEqualTo("the rule was disabled");
    }

    @Test
    void why_it_was_not_sent_is_told_of_a_silenced_and_of_a_shadow_rule() {
        var rule = rule(above(10), ",\"mode\":\"SHADOW\"");
        var silence = client.post(
                "/v1/alert-rules/" + rule + "/silence",
                "{\"until\":\"2199-01-01T00:00:00Z\",\"reason\":\"known\",\"subject\":\"a\"}");
        send(List.of(metric("1", "a", 12, minute(1)), metric("2", "b", 12, minute(1))));
        evaluated();
        var one = explain(rule, "{\"subject\":\"a\"}");
        assertThat(one.at("/silenced")).isEqualTo(silence.at("/silenceId"));
        assertThat(one.at("/mode")).isEqualTo("SHADOW");
        assertThat(one.at("/because")).contains("shadow").contains("silenced until 2199");
        assertThat(explain(rule, "{\"subject\":\"b\"}").json().path("silenced").isNull())
                .isTrue();
    }

    @Test
    void a_shadow_rule_raises_alerts_that_say_so() {
        var rule = rule(above(10), ",\"mode\":\"SHADOW\"");
        send(List.of(metric("1", "a", 12, minute(1))));
        evaluated();
        assertThat(database.queryForList("""
                        SELECT payload #>> '{premise,mode}' FROM stageline.event
                         WHERE type = 'alert.raised/1' AND payload #>> '{premise,ruleId}' = ?""", String.class, rule)).containsExactly("SHADOW");
    }

    @Test
    void what_the_product_says_itself_is_no_signal_and_no_input_of_a_rule() {
        for (var type : List.of("stageline.alert.raised", "Stageline.alert")) {
            var answer = client.post(
                    "/v1/signals",
                    "[{\"id\":\"1\",\"type\":\"" + type + "\",\"occurredAt\":\"2026-03-01T12:00:00Z\"}]");
            assertThat(answer.at("/results/0/code")).as(answer.text()).isEqualTo("invalid");
            assertThat(answer.at("/results/0/pointer")).as(answer.text()).isEqualTo("/type");
            var rule = client.post(
                    "/v1/alert-rules",
                    text("{\"kind\":\"absence\",\"of\":{\"type\":\"" + type + "\"},\"window\":\"PT1H\"}", ""));
            assertThat(rule.status()).isEqualTo(422);
            assertThat(rule.text()).contains("/condition/of/type");
        }
    }

    @Test
    void a_rule_that_cannot_be_read_is_counted_and_holds_up_no_other() {
        var broken = rule(above(10), "");
        evaluated();
        database.update("UPDATE stageline.watched_rule SET saved = '{\"rule\":7}' WHERE rule_id = ?::uuid", broken);
        database.update("UPDATE stageline.alert_follower SET rules_at = -2"); // as if another process had changed one
        var whole = rule(above(10), "");
        send(List.of(metric("1", "a", 12, minute(1))));
        evaluated();
        assertThat(live(whole)).hasSize(1);
        assertThat(live(broken)).isEmpty();
        assertThat(new Client(TheServer.url(), null).get("/actuator/prometheus").text())
                .containsPattern("stageline_alert_unevaluated_total(\\{[^}]*\\})? [1-9]");
    }
}

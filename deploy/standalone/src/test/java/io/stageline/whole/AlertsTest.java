package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.alert.automation.AlertWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class AlertsTest {
    private static final String SILENCE = "coalesce(payload ->> 'silenceId', '-')";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RAISED = """
            SELECT count(*) FROM stageline.event
             WHERE type = 'alert.raised/1' AND payload #>> '{premise,ruleId}' = ?""";
    private static final String OF_RULE = """
            SELECT e.type || coalesce(' ' || (e.payload ->> 'why'), '') || ' ' || (e.payload ->> 'at')
              FROM stageline.event r
              JOIN stageline.event e ON e.log_id = r.log_id AND e.tenant_id = r.tenant_id AND e.stream_id = r.stream_id
             WHERE r.type = 'alert.raised/1' AND r.payload #>> '{premise,ruleId}' = ?
             ORDER BY e.position""";
    private static final String EVALUATED = """
            SELECT bool_and(f.position >= h.position AND f.filling IS NULL)
                   AND NOT EXISTS (SELECT FROM stageline.alert_intent WHERE parked_at IS NULL)
              FROM stageline.alert_follower f JOIN stageline.log_head h USING (log_id)""";

    private final Client client = TheServer.newTenant();
    private final JdbcTemplate database = TheServer.administrator().database();

    private String rule(String condition, String more) {
        var answer = client.post(
                "/v1/alert-rules",
                "{\"name\":\"a rule\",\"severity\":\"WARNING\",\"condition\":" + condition + more + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.at("/ruleId");
    }

    private String above(double limit) {
        return rule(
                "{\"kind\":\"threshold\",\"of\":{\"type\":\"metric\"},\"is\":\"ABOVE\",\"limit\":" + limit + "}", "");
    }

    private void send(String... items) {
        var answer = client.post("/v1/signals", "[" + String.join(",", items) + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).doesNotContain("refused");
    }

    private static String value(String id, String subject, double value, int minute) {
        return "{\"id\":\"%s\",\"type\":\"metric\",\"subject\":\"%s\",\"value\":%s,\"occurredAt\":\"%s\"}"
                .formatted(id, subject, value, at(minute));
    }

    private static String at(int minute) {
        return Instant.parse("2026-03-01T12:00:00Z")
                .plus(Duration.ofMinutes(minute))
                .toString();
    }

    /** Everything that is in the log is evaluated, and the alerts know. */
    private void evaluated() {
        Await.until(
                "all is evaluated",
                PATIENCE,
                () -> Boolean.TRUE.equals(database.queryForObject(EVALUATED, Boolean.class)));
    }

    private List<String> alerts(String rule) {
        evaluated();
        return database.queryForList(OF_RULE, String.class, rule);
    }

    private long raised(String rule) {
        return database.queryForList(RAISED, Long.class, rule).get(0);
    }

    @Test
    void an_episode_raises_one_alert_and_its_end_resolves_it() {
        var rule = above(10);
        send(value("1", "a", 11, 1), value("2", "a", 12, 2), value("3", "a", 9, 3));
        assertThat(alerts(rule))
                .containsExactly("alert.raised/1 2026-03-01T12:01:00Z", "alert.resolved/1 CALMED 2026-03-01T12:03:00Z");
    }

    @Test
    void each_subject_has_its_own_alerts() {
        var rule = above(10);
        send(IntStream.range(0, 1_000)
                .mapToObj(n -> value("n" + n, "subject " + n, 11, 1))
                .toArray(String[]::new));
        evaluated();
        assertThat(raised(rule)).isEqualTo(1_000);
    }

    @Test
    void the_same_signals_again_raise_nothing_again() {
        var rule = above(10);
        for (var time = 0; time < 3; time++) send(value("1", "a", 11, 1), value("2", "b", 11, 1));
        assertThat(alerts(rule)).hasSize(2);
    }

    @Test
    void data_can_be_asked_for_and_told_apart() {
        var rule = rule(
                "{\"kind\":\"count\",\"of\":{\"type\":\"order\",\"where\":[{\"field\":\"/country\",\"test\":\"EQUALS\",\"values\":[\"CH\"]}]},"
                        + "\"window\":\"PT1H\",\"is\":\"AT_LEAST\",\"count\":2}",
                ",\"fingerprint\":[\"/shop\"]");
        var order =
                "{\"id\":\"%s\",\"type\":\"order\",\"occurredAt\":\"%s\",\"data\":{\"country\":\"%s\",\"shop\":%s}}";
        send(
                order.formatted("1", at(1), "CH", 1),
                order.formatted("2", at(2), "CH", 2),
                order.formatted("3", at(3), "AT", 1),
                order.formatted("4", at(4), "CH", 2));
        evaluated();
        assertThat(raised(rule)).isEqualTo(1);
    }

    @Test
    void a_deadline_passes_though_nothing_happens_and_fires_once() {
        var rule = rule("{\"kind\":\"absence\",\"of\":{\"type\":\"beat\"},\"window\":\"PT1S\"}", "");
        var now = Instant.now();
        send("{\"id\":\"1\",\"type\":\"beat\",\"subject\":\"a\",\"occurredAt\":\"" + now + "\"}");
        Await.until("it is missed", PATIENCE, () -> raised(rule) == 1);
        TheServer.bean(AlertWatch.class).stop();
        TheServer.bean(AlertWatch.class).start();
        send("{\"id\":\"2\",\"type\":\"other\",\"occurredAt\":\"" + now + "\"}");
        assertThat(alerts(rule)).hasSize(1).first().asString().startsWith("alert.raised/1 ");
    }

    @Test
    void what_is_due_is_taken_over_a_time_without_evaluation() {
        var rule = rule("{\"kind\":\"absence\",\"of\":{\"type\":\"beat\"},\"window\":\"PT1S\"}", "");
        var now = Instant.now();
        send("{\"id\":\"1\",\"type\":\"beat\",\"subject\":\"a\",\"occurredAt\":\"" + now + "\"}");
        evaluated();
        TheServer.bean(AlertWatch.class).stop();
        send("{\"id\":\"2\",\"type\":\"other\",\"occurredAt\":\"" + now + "\"}");
        assertThat(raised(rule)).isLessThanOrEqualTo(1);
        TheServer.bean(AlertWatch.class).start();
        Await.until("it is missed", PATIENCE, () -> raised(rule) == 1);
        assertThat(alerts(rule)).hasSize(1);
    }

    @Test
    void a_rule_over_a_journal_takes_the_entries_that_are_there() {
        var journal = client.journal("Appeal");
        var late = client.entry(journal, client.contact("Ada"));
        var done = client.entry(journal, client.contact("Bob"));
        client.post(late + "/stages", "{\"stage\":\"MEET\",\"occurredAt\":\"2026-01-01T00:00:00Z\"}");
        client.post(done + "/stages", "{\"stage\":\"MEET\",\"occurredAt\":\"2026-01-01T00:00:00Z\"}");
        client.post(done + "/stages", "{\"stage\":\"ASK\",\"occurredAt\":\"2026-01-03T00:00:00Z\"}");
        var rule = rule(
                "{\"kind\":\"stage-not-reached\",\"journalId\":\"" + journal
                        + "\",\"after\":\"MEET\",\"stage\":\"ASK\",\"days\":7}",
                "");
        Await.until("time has passed", Duration.ofSeconds(90), () -> raised(rule) == 1);
        assertThat(alerts(rule)).containsExactly("alert.raised/1 2026-01-08T00:00:00Z");
        client.post(late + "/stages", "{\"stage\":\"ASK\",\"occurredAt\":\"2026-02-01T00:00:00Z\"}");
        assertThat(alerts(rule))
                .containsExactly("alert.raised/1 2026-01-08T00:00:00Z", "alert.resolved/1 CLOSED 2026-02-01T00:00:00Z");
    }

    @Test
    void a_promise_for_a_later_year_lets_no_time_pass() {
        var journal = client.journal("Appeal");
        var entry = client.entry(journal, client.contact("Ada"));
        var stale = rule("{\"kind\":\"entry-stale\",\"journalId\":\"" + journal + "\",\"days\":30}", "");
        var late = rule(
                "{\"kind\":\"stage-not-reached\",\"journalId\":\"" + journal + "\",\"stage\":\"MEET\",\"days\":30}",
                "");
        var decided = client.put(
                entry + "/decision",
                "{\"status\":\"PLEDGED\",\"amount\":\"1.00\",\"currency\":\"EUR\",\"cadence\":\"MONTHLY\",\"effectiveFrom\":\"2199-01-01\"}");
        assertThat(decided.status()).as(decided.text()).isLessThan(300);
        assertThat(alerts(stale)).isEmpty();
        assertThat(alerts(late)).isEmpty();
    }

    @Test
    void what_is_silenced_is_raised_with_its_silence() {
        var rule = above(10);
        var silence = client.post(
                "/v1/alert-rules/" + rule + "/silence",
                "{\"until\":\"2199-01-01T00:00:00Z\",\"reason\":\"known\",\"subject\":\"a\"}");
        assertThat(silence.status()).as(silence.text()).isEqualTo(201);
        send(value("1", "a", 11, 1), value("2", "b", 11, 1));
        evaluated();
        assertThat(raised(rule, SILENCE)).containsExactlyInAnyOrder(silence.at("/silenceId"), "-");
    }

    @Test
    void a_silence_that_was_made_on_an_alert_and_is_ended_silences_no_more() {
        var rule = above(10);
        send(value("1", "a", 11, 1));
        evaluated();
        var alert = "/v1/alerts/" + raised(rule, "stream_id::text").get(0);
        var silence = client.post(alert + "/silence", "{\"until\":\"2199-01-01T00:00:00Z\",\"reason\":\"known\"}");
        send(value("2", "a", 9, 2), value("3", "a", 11, 3));
        evaluated();
        var ended = client.delete(alert + "/silences/" + silence.at("/silenceId"));
        assertThat(ended.status()).as(ended.text()).isEqualTo(200);
        send(value("4", "a", 9, 4), value("5", "a", 11, 5));
        evaluated();
        assertThat(raised(rule, SILENCE)).containsExactly("-", silence.at("/silenceId"), "-");
    }

    private List<String> raised(String rule, String column) {
        return database.queryForList("""
                SELECT %s FROM stageline.event
                 WHERE type = 'alert.raised/1' AND payload #>> '{premise,ruleId}' = ?
                 ORDER BY position""".formatted(column), String.class, rule);
    }

    @Test
    void what_a_rule_raised_is_over_when_it_watches_for_something_else() {
        var rule = above(10);
        send(value("1", "a", 11, 1));
        evaluated();
        var changed = client.put(
                "/v1/alert-rules/" + rule,
                "{\"name\":\"a rule\",\"severity\":\"WARNING\",\"condition\":{\"kind\":\"threshold\",\"of\":{\"type\":\"metric\"},\"is\":\"ABOVE\",\"limit\":20}}",
                "If-Match",
                "*");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(alerts(rule)).hasSize(2).last().asString().startsWith("alert.resolved/1 RULE_CHANGED");
        send(value("2", "a", 21, 2));
        assertThat(alerts(rule)).hasSize(3);
        client.delete("/v1/alert-rules/" + rule);
        assertThat(alerts(rule)).hasSize(4);
        send(value("3", "a", 9, 3), value("4", "a", 31, 4));
        assertThat(alerts(rule)).hasSize(4);
    }

    @Test
    void a_change_of_words_only_goes_on_with_what_it_knows() {
        var rule = above(10);
        send(value("1", "a", 11, 1));
        evaluated();
        client.put(
                "/v1/alert-rules/" + rule,
                "{\"name\":\"another name\",\"severity\":\"CRITICAL\",\"condition\":{\"kind\":\"threshold\",\"of\":{\"type\":\"metric\"},\"is\":\"ABOVE\",\"limit\":10}}",
                "If-Match",
                "*");
        send(value("2", "a", 12, 2));
        assertThat(alerts(rule)).hasSize(1);
    }

    @Test
    void the_rules_of_one_tenant_hear_nothing_of_another() {
        var rule = above(10);
        TheServer.newTenant().post("/v1/signals", "[" + value("1", "a", 11, 1) + "]");
        assertThat(alerts(rule)).isEmpty();
    }
}

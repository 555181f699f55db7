package io.stageline.alert.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.alert.automation.PastRequests.BacktestRequest;
import io.stageline.alert.automation.PastRequests.ExplainRequest;
import io.stageline.alert.write.AlertIds;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.signal.write.SignalContents;
import io.stageline.whole.Client;
import io.stageline.whole.TheServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Questions about the past have bounds: how much is gone through, and how many are asked at a time. */
class PastQuestionsTest {
    private static final String RULE = """
            {"name": "a rule", "severity": "WARNING",
             "condition": {"kind": "threshold", "of": {"type": "metric"}, "is": "ABOVE", "limit": 10}}""";
    private static final String SIGNAL = """
            {"id": "%1$s", "type": "metric", "subject": "s%1$s", "value": 11, "occurredAt": "2026-03-01T12:00:00Z"}""";

    private final Client client = TheServer.newTenant();
    private final JdbcTemplate database = TheServer.administrator().database();
    private final UUID tenant = tenant();

    /** The tenant of the client: whoever owns the contact that it adds. No rule is there that raises alerts meanwhile. */
    private UUID tenant() {
        var contact = client.contact("Ada");
        var owner = database.queryForObject(
                "SELECT DISTINCT tenant_id FROM stageline.event WHERE stream_id = ?::uuid", UUID.class, contact);
        return Objects.requireNonNull(owner);
    }

    private static Past past(long most) {
        var ids = TheServer.bean(AlertIds.class);
        var tenantKeys = new TenantKeys(TheServer.bean(MasterKey.class));
        var matcher = new Matcher(ids, new SignalContents(TheServer.bean(ContactKeys.class), tenantKeys));
        var log = new PastLog(
                TheServer.bean(EventLogs.class),
                TheServer.administrator().database(),
                new EventTypes(),
                matcher,
                ids,
                Clock.systemUTC(),
                Duration.ofSeconds(10),
                most);
        return new Past(log, JsonMapper.shared());
    }

    private BacktestAnswer backtest(long most) {
        var rule = JsonMapper.shared().readTree(RULE);
        return past(most).backtest(tenant, new BacktestRequest(rule, null, null, null, null, null));
    }

    private long send(String id) {
        return client.post("/v1/signals", "[" + SIGNAL.formatted(id) + "]").number("/results/0/position");
    }

    @Test
    void what_is_longer_than_its_bound_is_told_as_far_as_it_was_gone_through() {
        send("1");
        var second = send("2");
        send("3");
        var part = backtest(3); // the contact, and two signals
        assertThat(part.complete()).isFalse();
        assertThat(part.events()).isEqualTo(3);
        assertThat(part.position()).isEqualTo(second);
        assertThat(part.rest()).contains("up to position " + second + " of ", "stageline.backtest.events");
        assertThat(part.total()).isEqualTo(2);
        var all = backtest(4);
        assertThat(all.complete()).isTrue();
        assertThat(all.rest()).isNull();
        assertThat(all.total()).isEqualTo(3);
    }

    @Test
    void why_not_is_told_as_far_as_it_was_gone_through() {
        var first = send("1");
        var rule = client.post("/v1/alert-rules", RULE).at("/ruleId");
        var request = new ExplainRequest("s1", null, null);
        var part = past(2).explain(tenant, UUID.fromString(rule), request); // the contact, and one signal
        assertThat(part.complete()).isFalse();
        assertThat(part.position()).isEqualTo(first);
        assertThat(part.rest()).contains("up to position " + first + " of ");
        var all = past(10).explain(tenant, UUID.fromString(rule), request);
        assertThat(all.complete()).isTrue();
        assertThat(all.rest()).isNull();
    }

    @Test
    void a_second_question_meanwhile_is_refused_until_the_first_is_answered() {
        var first = new CompletableFuture<String>();
        var answered = TheServer.bean(PastDesk.class).ask(tenant, first::join);
        var question = "{\"rule\":" + RULE + "}";
        try {
            var refused = client.post("/v1/alert-rules/backtest", question);
            assertThat(refused.status()).as(refused.text()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isNotBlank();
        } finally {
            first.complete("");
            answered.join();
        }
        assertThat(client.post("/v1/alert-rules/backtest", question).status()).isEqualTo(200);
    }
}

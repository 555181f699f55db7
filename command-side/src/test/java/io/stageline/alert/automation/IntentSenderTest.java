package io.stageline.alert.automation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.alert.automation.Hit.Subject;
import io.stageline.alert.automation.ParkedIntents.ParkedAlert;
import io.stageline.alert.automation.ParkedIntents.Status;
import io.stageline.alert.events.AlertEvent;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.events.AlertEvent.AlertResolved;
import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.events.AlertEvent.Premise;
import io.stageline.alert.events.Evidence;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Schema;
import io.stageline.http.Caller;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.refusal.Refused;
import io.stageline.signal.write.SignalContents;
import io.stageline.test.Hands;
import io.stageline.test.TestDatabase;
import io.stageline.write.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class IntentSenderTest {
    private static final MasterKey MASTER = new MasterKey(new byte[MasterKey.BYTES]);
    private static final String SPOIL =
            "UPDATE stageline.alert_intent SET intent = intent - 'premise' WHERE alert_id = ? AND n = 0";
    private static final String MEND =
            "UPDATE stageline.alert_intent SET intent = intent || jsonb_build_object('premise', ?::jsonb) WHERE n = 0";
    private static final String PREMISE =
            "{\"ruleId\": \"%s\", \"revision\": 1, \"mode\": \"LIVE\", \"severity\": \"WARNING\"}";
    private static final String ATTEMPTS = "SELECT attempts FROM stageline.alert_intent WHERE n = 0";
    private static final String LEFT = "SELECT alert_id FROM stageline.alert_intent ORDER BY position, n";

    private final TestDatabase database = TestDatabase.migrated();
    private final JdbcTemplate sql = new JdbcTemplate(database.as(Schema.WRITE));
    private final Node node = new Node(database);
    private final Hands clock = new Hands();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Intents intents = new Intents(0, sql);
    private final ParkedIntents parked = new ParkedIntents(database.as(Schema.WRITE), MASTER, clock, meters);
    private final IntentSender sender = new IntentSender(
            0,
            node.logs(),
            intents,
            node.commands(),
            new SignalContents(new ContactKeys(MASTER, database.as(Schema.WRITE)), new TenantKeys(MASTER)),
            clock,
            meters);
    private final UUID tenant = UUID.randomUUID();
    private final UUID rule = UUID.randomUUID();
    private final UUID one = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @AfterEach
    void close() throws InterruptedException {
        node.close();
        database.close();
    }

    @Test
    void what_is_refused_for_good_is_parked_and_everything_else_flows_on() {
        var many = new ArrayList<Intent>();
        for (var n = 0; n < 70; n++) many.add(over(UUID.randomUUID()));
        many.addAll(List.of(begun(one), over(one), begun(other)));
        intents.keep(1, many);
        sender.send();
        assertThat(told(one)).containsExactly(AlertRaised.class, AlertResolved.class);
        assertThat(told(other)).containsExactly(AlertRaised.class);
        assertThat(parked.find(tenant, null, 100))
                .hasSize(70)
                .allSatisfy(waits -> assertThat(waits.cause()).isEqualTo("unknown-alert"))
                .allSatisfy(waits -> assertThat(waits.status()).isEqualTo(Status.parked));
        assertThat(sql.queryForList(LEFT, UUID.class)).hasSize(70).doesNotContain(one, other);
        assertThat(meters.counter("stageline.alert.intents", "result", "parked").count())
                .isEqualTo(70);
    }

    @Test
    void what_fails_is_told_again_ever_more_seldom_and_parked_after_a_minute_or_so() {
        spoilt();
        sender.send();
        assertThat(attempts()).isEqualTo(1);
        sender.send();
        assertThat(attempts()).isEqualTo(1);
        clock.move(Duration.ofMillis(250));
        sender.send();
        assertThat(attempts()).isEqualTo(2);
        clock.move(Duration.ofMillis(499));
        sender.send();
        assertThat(attempts()).isEqualTo(2);
        for (var n = 0; n < Telling.PATIENCE; n++) {
            assertThat(only().isEmpty()).isEqualTo(n < Telling.PATIENCE - 1);
            clock.move(Duration.ofMinutes(1));
            sender.send();
        }
        assertThat(told(other)).containsExactly(AlertRaised.class);
    }

    @Test
    void what_comes_later_of_the_same_alert_waits_and_is_told_after_it_when_that_is_retried() {
        spoilt();
        untilParked();
        intents.keep(2, List.of(over(one)));
        sender.send();
        assertThat(told(one)).isEmpty();
        assertThat(sql.queryForList(LEFT, UUID.class)).containsExactly(one, one);

        assertThat(parked.retry(tenant, one).status()).isEqualTo(Status.waiting);
        sender.send();
        assertThat(only().get(0).cause()).isEqualTo("NullPointerException");

        sql.update(MEND, PREMISE.formatted(rule));
        parked.retry(tenant, one);
        sender.send();
        assertThat(told(one)).containsExactly(AlertRaised.class, AlertResolved.class);
        assertThat(sql.queryForList(LEFT, UUID.class)).isEmpty();
    }

    @Test
    void what_is_parked_is_an_alarm_until_somebody_gives_it_up_with_a_reason_that_is_sealed() {
        spoilt();
        parked.count();
        assertThat(alarm()).isZero();
        untilParked();
        parked.count();
        assertThat(alarm()).isOne();

        var key = UUID.randomUUID();
        var dropped = parked.drop(new Caller(tenant, 0, key, Set.of()), one, "of a rule that is no more");
        assertThat(dropped.status()).isEqualTo(Status.dropped);
        assertThat(only().get(0).dropped())
                .isEqualTo(new ParkedIntents.Dropped(clock.instant(), key, "of a rule that is no more"));
        assertThat(sql.queryForList("SELECT dropped_for FROM stageline.alert_intent", byte[].class))
                .allSatisfy(bytes -> assertThat(new String(bytes, UTF_8)).doesNotContain("rule"));
        parked.count();
        assertThat(alarm()).isZero();
    }

    @Test
    void what_is_parked_of_one_tenant_is_nothing_to_another() {
        spoilt();
        untilParked();
        var stranger = UUID.randomUUID();
        assertThat(parked.find(stranger, null, 10)).isEmpty();
        assertThatThrownBy(() -> parked.retry(stranger, one)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> parked.drop(new Caller(stranger, 0, rule, Set.of()), one, "mine"))
                .isInstanceOf(Refused.class);
        assertThat(only()).hasSize(1);
    }

    /** One that nobody can read, and another. */
    private void spoilt() {
        intents.keep(1, List.of(begun(one), begun(other)));
        sql.update(SPOIL, one);
    }

    private void untilParked() {
        for (var n = 0; n <= Telling.PATIENCE; n++) {
            sender.send();
            clock.move(Duration.ofMinutes(1));
        }
        assertThat(only()).hasSize(1);
    }

    private List<ParkedAlert> only() {
        return parked.find(tenant, null, 10);
    }

    private int attempts() {
        return sql.queryForList(ATTEMPTS, Integer.class).get(0);
    }

    private double alarm() {
        return meters.get("stageline.alarm")
                .tag("name", "parked-alerts")
                .gauge()
                .value();
    }

    private List<Class<? extends AlertEvent>> told(UUID alert) {
        return node.log().readAfter(0, 1_000).stream()
                .map(Recorded::event)
                .map(AlertEvent.class::cast)
                .filter(event -> event.alertId().equals(alert))
                .<Class<? extends AlertEvent>>map(AlertEvent::getClass)
                .toList();
    }

    private Intent begun(UUID alert) {
        return intent(alert, new Evidence(List.of(1L), Map.of("value", 95.0), null, null, "95.0 is above 90.0"), null);
    }

    private Intent over(UUID alert) {
        return intent(alert, null, Why.CALMED);
    }

    private Intent intent(UUID alert, @Nullable Evidence evidence, @Nullable Why why) {
        return new Intent(
                tenant,
                alert,
                new Premise(rule, 1, Mode.LIVE, Severity.WARNING),
                UUID.randomUUID(),
                null,
                new Subject(null, null, null),
                null,
                1,
                clock.instant(),
                null,
                evidence,
                null,
                why,
                UUID.randomUUID());
    }
}

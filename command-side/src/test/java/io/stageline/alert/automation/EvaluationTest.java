package io.stageline.alert.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Absence;
import io.stageline.alert.events.Condition.Comparison;
import io.stageline.alert.events.Condition.Count;
import io.stageline.alert.events.Condition.Signals;
import io.stageline.alert.events.Condition.Term;
import io.stageline.alert.events.Condition.Threshold;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.alert.events.RuleText;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.alert.write.AlertIds;
import io.stageline.contact.write.ContactIds;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Schema;
import io.stageline.eventlog.Unreadable;
import io.stageline.eventlog.Unreadable.Reason;
import io.stageline.events.Sealed;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.signal.events.SignalEvent.SignalReceived;
import io.stageline.signal.write.SignalContents;
import io.stageline.test.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class EvaluationTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Origin SENDER = new Origin(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));
    private static final Sealed RUBBISH = new Sealed("rubbish");

    private final TestDatabase database = TestDatabase.migrated();
    private final JdbcTemplate sql = new JdbcTemplate(database.as(Schema.WRITE));
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final BrokenRules broken = new BrokenRules(Clock.systemUTC(), metrics);
    private final MasterKey master = new MasterKey(new byte[MasterKey.BYTES]);
    private final AlertIds ids = new AlertIds(master, new ContactIds(master));
    private final Matcher matcher = new Matcher(
            ids, new SignalContents(new ContactKeys(master, database.as(Schema.WRITE)), new TenantKeys(master)));
    private final List<Recorded> events = new ArrayList<>();
    private long position = 100;

    @AfterEach
    void drop() {
        database.close();
    }

    private RuleBook book() {
        return new RuleBook(sql, new EventTypes(), broken);
    }

    private UUID rule(Condition condition) {
        var rule = UUID.randomUUID();
        var text = new RuleText(
                "a rule", Mode.LIVE, Severity.WARNING, condition, null, null, List.of("subject"), List.of());
        book().save(TENANT, new RuleSaved(rule, 1, text), 1);
        return rule;
    }

    private static Signals metric(Term... where) {
        return new Signals(null, "metric", List.of(where));
    }

    private void signal(UUID subject, double value, Instant at) {
        var signal = new SignalReceived("shop", "metric", null, subject, value, at, RUBBISH);
        position++;
        events.add(new Recorded(position, TENANT, new UUID(1, position), 1, UUID.randomUUID(), signal, at, SENDER));
    }

    /** The rules of which alerts are raised. */
    private List<UUID> raised() {
        var findings = new Findings(ids);
        new Evaluation(sql, book(), matcher, findings, List.copyOf(events), 1_000).run();
        events.clear();
        return findings.intents().stream()
                .filter(intent -> intent.why() == null)
                .map(intent -> intent.premise().ruleId())
                .toList();
    }

    @Test
    void a_rule_that_breaks_at_an_event_keeps_no_other_rule_from_it() {
        var inside = new Term("/country", Condition.Test.EQUALS, List.of("CH"));
        rule(new Threshold(metric(inside), Comparison.ABOVE, 10)); // looks into what cannot be opened
        var other = rule(new Threshold(metric(), Comparison.ABOVE, 10));
        signal(UUID.randomUUID(), 11, NOON);
        assertThat(raised()).containsExactly(other);
        assertThat(metrics.counter("stageline.alert.unevaluated").count()).isEqualTo(1);
    }

    @Test
    void more_than_one_evaluation_in_a_hundred_that_fails_is_an_alarm() {
        var alarm =
                metrics.get("stageline.alarm").tag("name", "unevaluated-rules").gauge();
        rule(new Threshold(metric(), Comparison.ABOVE, 10));
        for (var n = 0; n < 99; n++) signal(UUID.randomUUID(), 1, NOON);
        raised();
        rule(new Threshold(metric(new Term("/country", Condition.Test.PRESENT, List.of())), Comparison.ABOVE, 10));
        signal(UUID.randomUUID(), 1, NOON);
        raised();
        assertThat(alarm.value()).isZero();
        signal(UUID.randomUUID(), 1, NOON);
        raised();
        assertThat(alarm.value()).isOne();
        assertThat(metrics.get("stageline.alert.unevaluated.ratio").gauge().value())
                .isEqualTo(2 / 103.0);
    }

    @Test
    void a_rule_that_cannot_be_read_is_left_as_it_is_until_it_can_be() {
        var rule = rule(new Absence(metric(), Duration.ofMinutes(5)));
        signal(UUID.randomUUID(), 1, NOON);
        assertThat(raised()).isEmpty();
        var saved = sql.queryForObject("SELECT saved::text FROM stageline.watched_rule", String.class);
        sql.update("UPDATE stageline.watched_rule SET saved = '{\"of\": \"a newer version\"}'");
        var readable = rule(new Threshold(metric(), Comparison.ABOVE, 10));
        signal(UUID.randomUUID(), 11, NOON.plusSeconds(600));
        assertThat(raised()).containsExactly(readable);
        sql.update("UPDATE stageline.watched_rule SET saved = ?::jsonb WHERE rule_id = ?", saved, rule);
        signal(UUID.randomUUID(), 1, NOON.plusSeconds(601));
        assertThat(raised()).containsExactly(rule);
    }

    @Test
    void a_rule_of_a_newer_version_is_left_to_that_version_for_a_while() {
        signal(UUID.randomUUID(), 1, NOON);
        var signal = events.get(0);
        var newer = unread("alert-rule.saved/2", Reason.UNKNOWN_TYPE);
        var way = new GivingWay(broken, Duration.ofMinutes(1));
        assertThat(way.until(List.of(signal, newer, signal))).containsExactly(signal);
        assertThat(way.until(List.of(newer, signal))).isEmpty();
        var hasty = new GivingWay(broken, Duration.ZERO);
        assertThat(hasty.until(List.of(newer, signal))).isEmpty();
        assertThat(hasty.until(List.of(newer, signal))).containsExactly(newer, signal);
    }

    @Test
    void what_nobody_can_read_and_what_is_no_rule_is_passed_by_at_once() {
        var way = new GivingWay(broken, Duration.ofMinutes(1));
        var unread =
                List.of(unread("alert-rule.saved/1", Reason.DAMAGED), unread("journal.renamed/9", Reason.UNKNOWN_TYPE));
        assertThat(way.until(unread)).isEqualTo(unread);
    }

    private Recorded unread(String type, Reason reason) {
        position++;
        var event = new Unreadable(type, reason);
        return new Recorded(position, TENANT, UUID.randomUUID(), 1, UUID.randomUUID(), event, NOON, SENDER);
    }

    @Test
    void more_watches_than_there_is_room_for_come_to_the_same() {
        rule(new Count(metric(), Duration.ofMinutes(5), Comparison.AT_LEAST, 2));
        for (var second = 0; second < 2; second++)
            for (var subject = 0; subject < 250; subject++) signal(new UUID(2, subject), 1, NOON.plusSeconds(second));
        assertThat(raised()).hasSize(250);
    }
}

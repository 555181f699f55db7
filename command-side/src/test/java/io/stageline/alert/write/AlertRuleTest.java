package io.stageline.alert.write;

import static io.stageline.alert.write.AlertFixture.IDS;
import static io.stageline.alert.write.AlertFixture.JOURNAL;
import static io.stageline.alert.write.AlertFixture.LATER;
import static io.stageline.alert.write.AlertFixture.MANY;
import static io.stageline.alert.write.AlertFixture.NOW;
import static io.stageline.alert.write.AlertFixture.OWNER;
import static io.stageline.alert.write.AlertFixture.RULE;
import static io.stageline.alert.write.AlertFixture.TENANT;
import static io.stageline.alert.write.AlertFixture.TENANT_KEYS;
import static io.stageline.alert.write.AlertFixture.TEXT;
import static io.stageline.alert.write.AlertFixture.rule;
import static io.stageline.alert.write.AlertFixture.ruleBeside;
import static io.stageline.alert.write.AlertFixture.text;
import static org.axonframework.test.matchers.Matchers.exactSequenceOf;
import static org.axonframework.test.matchers.Matchers.matches;
import static org.axonframework.test.matchers.Matchers.payloadsMatching;

import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Comparison;
import io.stageline.alert.events.Condition.Deadline;
import io.stageline.alert.events.Condition.EntryStale;
import io.stageline.alert.events.Condition.Signals;
import io.stageline.alert.events.Condition.StageNotReached;
import io.stageline.alert.events.Condition.Threshold;
import io.stageline.alert.events.RuleEvent.RuleDeleted;
import io.stageline.alert.events.RuleEvent.RuleDisabled;
import io.stageline.alert.events.RuleEvent.RuleEnabled;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.alert.events.RuleEvent.RuleSilenced;
import io.stageline.alert.events.RuleEvent.SilenceEnded;
import io.stageline.alert.events.RuleText;
import io.stageline.alert.write.RuleCommand.ChangeRule;
import io.stageline.alert.write.RuleCommand.DeleteRule;
import io.stageline.alert.write.RuleCommand.DisableRule;
import io.stageline.alert.write.RuleCommand.EnableRule;
import io.stageline.alert.write.RuleCommand.EndSilence;
import io.stageline.alert.write.RuleCommand.SaveRule;
import io.stageline.alert.write.RuleCommand.SilenceRule;
import io.stageline.refusal.Refused;
import io.stageline.write.Decided;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertRuleTest {
    private static final UUID SILENCE = UUID.randomUUID();
    private final RuleSaved first = new RuleSaved(RULE, 1, TEXT);

    @Test
    void a_rule_is_saved_as_its_first_revision_and_changed_to_the_next() {
        rule().givenNoPriorActivity().when(new SaveRule(TENANT, RULE, TEXT)).expectEvents(first);
        var other = text("Very busy", MANY, "subject");
        rule().given(first)
                .when(new ChangeRule(TENANT, RULE, other))
                .expectEvents(new RuleSaved(RULE, 2, other))
                .expectResultMessagePayload(answered(Decided.Result.CHANGED, 2, 2));
        rule().given(first, new RuleDisabled(RULE), new RuleSaved(RULE, 2, other))
                .when(new ChangeRule(TENANT, RULE, TEXT))
                .expectEvents(new RuleSaved(RULE, 3, TEXT));
    }

    @Test
    void a_rule_that_says_so_already_has_no_new_revision() {
        rule().given(first)
                .when(new ChangeRule(TENANT, RULE, text("Busy", MANY, "subject")))
                .expectNoEvents()
                .expectResultMessagePayload(answered(Decided.Result.UNCHANGED, 1, 1));
    }

    @Test
    void a_rule_is_disabled_and_enabled_once() {
        rule().given(first).when(new DisableRule(TENANT, RULE)).expectEvents(new RuleDisabled(RULE));
        rule().given(first, new RuleDisabled(RULE))
                .when(new DisableRule(TENANT, RULE))
                .expectNoEvents();
        rule().given(first).when(new EnableRule(TENANT, RULE)).expectNoEvents();
        rule().given(first, new RuleDisabled(RULE))
                .when(new EnableRule(TENANT, RULE))
                .expectEvents(new RuleEnabled(RULE));
    }

    @Test
    void nothing_more_happens_to_a_deleted_rule() {
        rule().given(first).when(new DeleteRule(TENANT, RULE)).expectEvents(new RuleDeleted(RULE));
        for (var command : new RuleCommand[] {
            new ChangeRule(TENANT, RULE, TEXT),
            new EnableRule(TENANT, RULE),
            new DisableRule(TENANT, RULE),
            new DeleteRule(TENANT, RULE),
            silence(null, LATER),
            new EndSilence(TENANT, RULE, SILENCE)
        })
            rule().given(first, new RuleDeleted(RULE))
                    .when(command)
                    .expectException(Refused.class)
                    .expectExceptionMessage("the alert rule was deleted")
                    .expectNoEvents();
    }

    @Test
    void a_rule_over_entries_names_an_open_journal_and_its_stages() {
        saves(new EntryStale(JOURNAL, 30), null);
        saves(new StageNotReached(JOURNAL, "CONTACT", "MEET", 14), null);
        saves(new EntryStale(UUID.randomUUID(), 30), "/condition/journalId");
        saves(new StageNotReached(JOURNAL, null, "LUNCH", 14), "/condition/stage");
        saves(new StageNotReached(JOURNAL, "LUNCH", "MEET", 14), "/condition/after");
    }

    @Test
    void so_many_rules_watch_the_same_journal_or_are_closed_by_the_same_signals() {
        var heard = new Signals("rack", "opened", List.of());
        var deadline = new Deadline(heard, new Signals(null, "closed", List.of()), Duration.ofDays(1), null);
        for (var condition : List.of(deadline, new EntryStale(JOURNAL, 30)))
            ruleBeside(9_999, 100)
                    .givenNoPriorActivity()
                    .when(new SaveRule(TENANT, RULE, text("Waiting", condition, "contact")))
                    .expectException(Refused.class)
                    .expectNoEvents();
        ruleBeside(9_999, 100)
                .given(new RuleSaved(RULE, 1, text("Waiting", new EntryStale(JOURNAL, 30), "contact")))
                .when(new ChangeRule(TENANT, RULE, text("Waiting", new EntryStale(JOURNAL, 60), "contact")))
                .expectEvents(new RuleSaved(RULE, 2, text("Waiting", new EntryStale(JOURNAL, 60), "contact")));
    }

    private static void saves(Condition condition, @Nullable String refusedAt) {
        var rule = text("Waiting", condition, "contact");
        for (var isChange : new boolean[] {false, true}) {
            var given = isChange ? rule().given(new RuleSaved(RULE, 1, TEXT)) : rule().givenNoPriorActivity();
            var then = given.when(isChange ? new ChangeRule(TENANT, RULE, rule) : new SaveRule(TENANT, RULE, rule));
            if (refusedAt == null) then.expectEvents(new RuleSaved(RULE, isChange ? 2 : 1, rule));
            else then.expectException(refusedAt(refusedAt)).expectNoEvents();
        }
    }

    @Test
    void a_tenant_has_at_most_so_many_rules_and_so_many_for_the_same_signals() {
        var save = new SaveRule(TENANT, RULE, TEXT);
        ruleBeside(9_999, 99).givenNoPriorActivity().when(save).expectEvents(first);
        ruleBeside(10_000, 99)
                .givenNoPriorActivity()
                .when(save)
                .expectException(Refused.class)
                .expectNoEvents();
        ruleBeside(9_999, 100)
                .givenNoPriorActivity()
                .when(save)
                .expectException(refusedAt("/condition/of/type"))
                .expectNoEvents();
        var renamed = text("Very busy", MANY, "subject");
        ruleBeside(10_000, 100)
                .given(first)
                .when(new ChangeRule(TENANT, RULE, renamed))
                .expectEvents(new RuleSaved(RULE, 2, renamed));
        var elsewhere = new Threshold(new Signals("rack", "cpu.load", List.of()), Comparison.ABOVE, 90);
        ruleBeside(10_000, 100)
                .given(first)
                .when(new ChangeRule(TENANT, RULE, text("Busy", elsewhere, "subject")))
                .expectException(refusedAt("/condition/of/type"))
                .expectNoEvents();
    }

    @Test
    void a_silence_says_who_until_when_and_sealed_why() {
        rule().given(first)
                .when(silence(null, LATER))
                .expectEventsMatching(payloadsMatching(exactSequenceOf(matches(event -> event instanceof RuleSilenced it
                        && it.equals(new RuleSilenced(RULE, SILENCE, null, LATER, OWNER, it.reason()))
                        && "maintenance".equals(TENANT_KEYS.open(TENANT, RULE, 2, "reason", it.reason()))
                        && !it.toString().contains("maintenance")))));
    }

    @Test
    void a_silence_about_one_subject_names_the_fingerprint_of_its_alerts() {
        var contact = UUID.randomUUID();
        silencedAs(TEXT, contact.toString(), IDS.fingerprint(TENANT, RULE, List.of(contact.toString())));
        silencedAs(TEXT, "crm-1", IDS.fingerprintOf(TENANT, RULE, "crm-1"));
        silencedAs(text("Busy", MANY, "subject", "source"), "crm-1", null);
        silencedAs(text("Busy", MANY, "source"), "crm-1", null);
    }

    private static void silencedAs(RuleText text, String subject, @Nullable UUID fingerprint) {
        var then = rule().given(new RuleSaved(RULE, 1, text)).when(silence(subject, LATER));
        if (fingerprint == null) then.expectException(refusedAt("/subject")).expectNoEvents();
        else
            then.expectEventsMatching(payloadsMatching(exactSequenceOf(
                    matches(event -> event instanceof RuleSilenced it && fingerprint.equals(it.fingerprint())))));
    }

    @Test
    void a_silence_ends_in_the_future() {
        for (var until : new Instant[] {NOW, NOW.minusSeconds(1)})
            rule().given(first)
                    .when(silence(null, until))
                    .expectException(refusedAt("/until"))
                    .expectNoEvents();
    }

    @Test
    void a_silence_is_begun_and_ended_once() {
        var begun = new RuleSilenced(
                RULE, SILENCE, null, LATER, OWNER, TENANT_KEYS.seal(TENANT, RULE, 2, "reason", "maintenance"));
        rule().given(first, begun).when(silence(null, LATER)).expectNoEvents();
        rule().given(first, begun)
                .when(new EndSilence(TENANT, RULE, SILENCE))
                .expectEvents(new SilenceEnded(RULE, SILENCE));
        rule().given(first, begun, new SilenceEnded(RULE, SILENCE))
                .when(new EndSilence(TENANT, RULE, SILENCE))
                .expectNoEvents();
        rule().given(first)
                .when(new EndSilence(TENANT, RULE, SILENCE))
                .expectException(Refused.class)
                .expectExceptionMessage("the alert rule has no such silence");
    }

    private static SilenceRule silence(@Nullable String subject, Instant until) {
        return new SilenceRule(TENANT, RULE, SILENCE, subject, until, OWNER, "maintenance");
    }

    private static Matcher<Object> refusedAt(String pointer) {
        return matches(failure -> failure instanceof Refused refused
                && pointer.equals(refused.refusal().pointer()));
    }

    private static Decided answered(Decided.Result result, int revision, long version) {
        return new Decided(new RuleAnswer(RULE, revision, 0, version), result);
    }
}

package io.stageline.alert.write;

import static io.stageline.alert.write.AlertFixture.LATER;
import static io.stageline.alert.write.AlertFixture.NOW;
import static io.stageline.alert.write.AlertFixture.OWNER;
import static io.stageline.alert.write.AlertFixture.RULE;
import static io.stageline.alert.write.AlertFixture.TENANT;
import static io.stageline.alert.write.AlertFixture.TENANT_KEYS;
import static io.stageline.alert.write.AlertFixture.alert;
import static io.stageline.alert.write.AlertFixture.raise;
import static org.axonframework.test.matchers.Matchers.exactSequenceOf;
import static org.axonframework.test.matchers.Matchers.matches;
import static org.axonframework.test.matchers.Matchers.payloadsMatching;

import io.stageline.alert.events.AlertEvent.About;
import io.stageline.alert.events.AlertEvent.AlertAcknowledged;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.events.AlertEvent.AlertResolved;
import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.events.AlertEvent.AlertSilenced;
import io.stageline.alert.write.AlertAnswer.Status;
import io.stageline.alert.write.AlertCommand.AcknowledgeAlert;
import io.stageline.alert.write.AlertCommand.EndAlertSilence;
import io.stageline.alert.write.AlertCommand.RaiseAlert;
import io.stageline.alert.write.AlertCommand.ResolveAlert;
import io.stageline.alert.write.AlertCommand.SilenceAlert;
import io.stageline.refusal.Refused;
import io.stageline.write.Decided;
import java.util.UUID;
import java.util.function.Predicate;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;

class AlertTest {
    private static final UUID SILENCE = UUID.randomUUID();
    private static final RaiseAlert RAISE = raise(TENANT, null, null, 4_711);
    private static final UUID ALERT = RAISE.alertId();
    private static final AlertRaised RAISED = raised();
    private static final AlertAcknowledged ACKNOWLEDGED = new AlertAcknowledged(ALERT, OWNER, null);
    private static final AlertResolved RESOLVED = new AlertResolved(ALERT, LATER, Why.CALMED, null);

    private static AlertRaised raised() {
        var about = RAISE.concern();
        return new AlertRaised(
                ALERT,
                RAISE.premise(),
                new About(about.fingerprint(), null, null, null, about.subjectId(), null),
                RAISE.episode(),
                NOW,
                null,
                RAISE.evidence(),
                null);
    }

    @Test
    void an_episode_is_raised_once() {
        alert().givenNoPriorActivity()
                .when(RAISE)
                .expectEvents(RAISED)
                .expectResultMessagePayload(answered(Decided.Result.CREATED, Status.RAISED, 1));
        alert().given(RAISED)
                .when(RAISE)
                .expectNoEvents()
                .expectResultMessagePayload(answered(Decided.Result.UNCHANGED, Status.RAISED, 1));
        alert().given(RAISED, RESOLVED)
                .when(RAISE)
                .expectNoEvents()
                .expectResultMessagePayload(answered(Decided.Result.UNCHANGED, Status.RESOLVED, 2));
    }

    @Test
    void whom_it_is_about_is_sealed() {
        happens(
                alert().givenNoPriorActivity().when(raise(TENANT, null, "server-7", 1)),
                event -> event instanceof AlertRaised it
                        && "server-7"
                                .equals(TENANT_KEYS.open(
                                        TENANT,
                                        it.alertId(),
                                        1,
                                        "subject",
                                        it.about().subject()))
                        && !it.toString().contains("server-7"));
    }

    @Test
    void who_acknowledges_is_kept_and_a_note_is_sealed() {
        alert().given(RAISED)
                .when(new AcknowledgeAlert(TENANT, ALERT, OWNER, null))
                .expectEvents(ACKNOWLEDGED)
                .expectResultMessagePayload(answered(Decided.Result.CHANGED, Status.ACKNOWLEDGED, 2));
        happens(
                alert().given(RAISED).when(new AcknowledgeAlert(TENANT, ALERT, OWNER, "on it")),
                event -> event instanceof AlertAcknowledged it
                        && it.by().equals(OWNER)
                        && "on it".equals(TENANT_KEYS.open(TENANT, ALERT, 2, "note", it.note())));
    }

    @Test
    void an_alert_is_acknowledged_once_and_not_when_it_is_over() {
        var again = new AcknowledgeAlert(TENANT, ALERT, UUID.randomUUID(), "me too");
        alert().given(RAISED, ACKNOWLEDGED).when(again).expectNoEvents();
        alert().given(RAISED, RESOLVED)
                .when(again)
                .expectException(Refused.class)
                .expectExceptionMessage("the alert is resolved")
                .expectNoEvents();
    }

    @Test
    void a_silence_of_an_alert_is_for_all_of_its_fingerprint_even_when_it_is_over() {
        for (var before : new Object[][] {{RAISED}, {RAISED, ACKNOWLEDGED, RESOLVED}})
            happens(
                    alert().given(before).when(silence()),
                    event -> event instanceof AlertSilenced it
                            && it.equals(new AlertSilenced(
                                    ALERT, RULE, RAISE.concern().fingerprint(), SILENCE, LATER, OWNER, it.reason()))
                            && "deploying"
                                    .equals(TENANT_KEYS.open(TENANT, ALERT, before.length + 1, "reason", it.reason())));
    }

    @Test
    void a_silence_of_an_alert_is_begun_once_and_ends_in_the_future() {
        var reason = TENANT_KEYS.seal(TENANT, ALERT, 2, "reason", "deploying");
        var fingerprint = RAISE.concern().fingerprint();
        alert().given(RAISED, new AlertSilenced(ALERT, RULE, fingerprint, SILENCE, LATER, OWNER, reason))
                .when(silence())
                .expectNoEvents();
        alert().given(RAISED)
                .when(new SilenceAlert(TENANT, ALERT, SILENCE, NOW, OWNER, "deploying"))
                .expectException(Refused.class)
                .expectExceptionMessage("a silence must end in the future")
                .expectNoEvents();
    }

    @Test
    void a_silence_of_an_alert_that_is_ended_is_until_now_and_ends_once() {
        var reason = TENANT_KEYS.seal(TENANT, ALERT, 2, "reason", "deploying");
        var fingerprint = RAISE.concern().fingerprint();
        var begun = new AlertSilenced(ALERT, RULE, fingerprint, SILENCE, LATER, OWNER, reason);
        var end = new EndAlertSilence(TENANT, ALERT, SILENCE, OWNER);
        happens(
                alert().given(RAISED, begun).when(end),
                event -> event instanceof AlertSilenced it
                        && it.equals(new AlertSilenced(ALERT, RULE, fingerprint, SILENCE, NOW, OWNER, it.reason())));
        var ended = new AlertSilenced(ALERT, RULE, fingerprint, SILENCE, NOW, OWNER, reason);
        alert().given(RAISED, begun, ended).when(end).expectNoEvents();
        alert().given(RAISED)
                .when(end)
                .expectException(Refused.class)
                .expectExceptionMessage("the alert has no such silence")
                .expectNoEvents();
    }

    @Test
    void an_alert_is_over_once_at_the_time_given_or_now() {
        alert().given(RAISED, ACKNOWLEDGED)
                .when(new ResolveAlert(TENANT, ALERT, LATER, Why.CALMED, null))
                .expectEvents(RESOLVED)
                .expectResultMessagePayload(answered(Decided.Result.CHANGED, Status.RESOLVED, 3));
        alert().given(RAISED)
                .when(new ResolveAlert(TENANT, ALERT, null, Why.BY_HAND, null))
                .expectEvents(new AlertResolved(ALERT, NOW, Why.BY_HAND, null));
        alert().given(RAISED, RESOLVED)
                .when(new ResolveAlert(TENANT, ALERT, null, Why.BY_HAND, null))
                .expectNoEvents();
    }

    private static SilenceAlert silence() {
        return new SilenceAlert(TENANT, ALERT, SILENCE, LATER, OWNER, "deploying");
    }

    private static void happens(ResultValidator<Alert> then, Predicate<Object> what) {
        then.expectEventsMatching(payloadsMatching(exactSequenceOf(matches(what::test))));
    }

    private static Decided answered(Decided.Result result, Status status, long version) {
        return new Decided(new AlertAnswer(ALERT, status, null, 0, version), result);
    }
}

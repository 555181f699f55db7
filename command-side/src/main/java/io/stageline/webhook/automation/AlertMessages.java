package io.stageline.webhook.automation;

import io.stageline.alert.events.AlertEvent.AlertAcknowledged;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.events.AlertEvent.AlertResolved;
import io.stageline.alert.events.Evidence;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.eventlog.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told of alerts: those of live rules that no silence kept back, from the beginning to the end; never a name or a note. */
final class AlertMessages implements Translation {

    @Override
    public List<Rule<?>> rules() {
        return List.of(
                new Rule<>(AlertRaised.class, "alert.raised", AlertMessages::raised),
                new Rule<>(AlertAcknowledged.class, "alert.acknowledged", AlertMessages::acknowledged),
                new Rule<>(AlertResolved.class, "alert.resolved", AlertMessages::resolved));
    }

    private static @Nullable Outgoing raised(AlertRaised event, Recorded recorded, Past past) {
        if (!isTold(event)) return null;
        var data = alert(event, "raised");
        data.put("episode", event.episode());
        data.put("at", event.at().toString());
        data.put("pendingSince", text(event.pendingSince()));
        data.putAll(evidence(event.evidence()));
        return Outgoing.of(subject(event), data);
    }

    private static @Nullable Outgoing acknowledged(AlertAcknowledged event, Recorded recorded, Past past) {
        var before = past.before();
        var raised = raisedIn(before);
        if (raised == null || !isTold(raised)) return null;
        var data = alert(raised, "acknowledged");
        data.put("by", event.by());
        return new Outgoing(subject(raised), data, Fields.of("status", status(before)));
    }

    private static @Nullable Outgoing resolved(AlertResolved event, Recorded recorded, Past past) {
        var before = past.before();
        var raised = raisedIn(before);
        if (raised == null || !isTold(raised)) return null;
        var data = alert(raised, "resolved");
        data.put("at", event.at().toString());
        data.put("why", event.why().name());
        if (event.evidence() != null) data.putAll(evidence(event.evidence()));
        return new Outgoing(subject(raised), data, Fields.of("status", status(before)));
    }

    private static boolean isTold(AlertRaised raised) {
        return raised.premise().mode() == Mode.LIVE && raised.silenceId() == null;
    }

    private static @Nullable AlertRaised raisedIn(List<Recorded> before) {
        for (var earlier : before) if (earlier.event() instanceof AlertRaised raised) return raised;
        return null;
    }

    private static String status(List<Recorded> before) {
        return before.stream().anyMatch(earlier -> earlier.event() instanceof AlertAcknowledged)
                ? "acknowledged"
                : "raised";
    }

    /** Alerts about a contact keep their order among all that is told of it; others among themselves. */
    private static UUID subject(AlertRaised raised) {
        var contact = raised.about().contactId();
        return contact == null ? raised.alertId() : contact;
    }

    private static Map<String, @Nullable Object> alert(AlertRaised raised, String status) {
        return Fields.of(
                "alertId", raised.alertId(),
                "status", status,
                "ruleId", raised.premise().ruleId(),
                "revision", raised.premise().revision(),
                "severity", raised.premise().severity().name(),
                "journalId", raised.about().journalId(),
                "contactId", raised.about().contactId(),
                "subjectId", raised.about().subjectId());
    }

    private static Map<String, @Nullable Object> evidence(Evidence evidence) {
        return Fields.of(
                "inputs", evidence.inputs(),
                "values", evidence.values(),
                "baseline", evidence.baseline(),
                "score", evidence.score(),
                "because", evidence.because());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}

package io.stageline.alert.write;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.stageline.alert.events.AlertEvent;
import io.stageline.alert.events.AlertEvent.About;
import io.stageline.alert.events.AlertEvent.AlertAcknowledged;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.events.AlertEvent.AlertResolved;
import io.stageline.alert.events.AlertEvent.AlertSilenced;
import io.stageline.alert.write.AlertAnswer.Status;
import io.stageline.alert.write.AlertCommand.AcknowledgeAlert;
import io.stageline.alert.write.AlertCommand.EndAlertSilence;
import io.stageline.alert.write.AlertCommand.RaiseAlert;
import io.stageline.alert.write.AlertCommand.ResolveAlert;
import io.stageline.alert.write.AlertCommand.SilenceAlert;
import io.stageline.refusal.Code;
import io.stageline.write.AggregateVersion;
import io.stageline.write.Decided;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** One episode of what a rule watches for. Its id derives from the episode, so it is raised once however many say so. */
public class Alert {
    private static final String ENDED = "the silence was ended";

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable AlertRaised raised;
    private Status status = Status.RAISED;
    private final Map<UUID, Instant> silences = new HashMap<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Decided decide(RaiseAlert command, AlertSurroundings around) {
        id = command.target().toString();
        if (raised != null) return Decided.unchanged(answer(command));
        apply(new AlertRaised(
                command.alertId(),
                command.premise(),
                about(command, around),
                command.episode(),
                command.at(),
                command.pendingSince(),
                command.evidence(),
                command.silenceId()));
        return Decided.created(answer(command));
    }

    @CommandHandler
    Decided decide(AcknowledgeAlert command, AlertSurroundings around) {
        var about = known(command).about();
        if (status == Status.ACKNOWLEDGED) return Decided.unchanged(answer(command));
        if (status == Status.RESOLVED)
            throw Code.ALERT_RESOLVED.because("the alert is resolved").asException();
        var version = AggregateVersion.next();
        var note = command.note() == null
                ? null
                : around.seal(about.contactId(), command.target(), version, "note", command.note());
        apply(new AlertAcknowledged(command.alertId(), command.by(), note));
        return Decided.changed(answer(command));
    }

    /** Of a resolved alert, too: the next one like it is what nobody wants to hear of. */
    @CommandHandler
    Decided decide(SilenceAlert command, AlertSurroundings around) {
        known(command);
        if (silences.containsKey(command.silenceId())) return Decided.unchanged(answer(command, command.silenceId()));
        new SilenceEndsLater(command.until(), around.now()).verify();
        apply(silenced(command, command.silenceId(), command.until(), command.owner(), command.reason(), around));
        return Decided.created(answer(command, command.silenceId()));
    }

    /** The silence is until now. */
    @CommandHandler
    Decided decide(EndAlertSilence command, AlertSurroundings around) {
        known(command);
        var until = silences.get(command.silenceId());
        if (until == null)
            throw Code.UNKNOWN_SILENCE.because("the alert has no such silence").asException();
        if (!until.isAfter(around.now())) return Decided.unchanged(answer(command, command.silenceId()));
        apply(silenced(command, command.silenceId(), around.now(), command.owner(), ENDED, around));
        return Decided.changed(answer(command, command.silenceId()));
    }

    private AlertSilenced silenced(
            AlertCommand command, UUID silenceId, Instant until, UUID owner, String reason, AlertSurroundings around) {
        var alert = known(command);
        var contact = alert.about().contactId();
        var sealed = around.seal(contact, command.target(), AggregateVersion.next(), "reason", reason);
        var fingerprint = alert.about().fingerprint();
        return new AlertSilenced(
                command.alertId(), alert.premise().ruleId(), fingerprint, silenceId, until, owner, sealed);
    }

    @CommandHandler
    Decided decide(ResolveAlert command, AlertSurroundings around) {
        known(command);
        if (status == Status.RESOLVED) return Decided.unchanged(answer(command));
        var at = command.at() == null ? around.now() : command.at();
        apply(new AlertResolved(command.alertId(), at, command.why(), command.evidence()));
        return Decided.changed(answer(command));
    }

    /** Of a contact that was erased meanwhile no name is kept. */
    private static About about(RaiseAlert command, AlertSurroundings around) {
        var concern = command.concern();
        var contact = concern.contactId();
        var subject = concern.subject() == null || !around.keeps(command.tenant(), contact)
                ? null
                : around.seal(contact, command.target(), AggregateVersion.next(), "subject", concern.subject());
        return new About(
                concern.fingerprint(), concern.groupKey(), concern.journalId(), contact, concern.subjectId(), subject);
    }

    private AlertRaised known(AlertCommand command) {
        if (raised == null) throw command.whenMissing().asException();
        return raised;
    }

    private AlertAnswer answer(AlertCommand command) {
        return answer(command, null);
    }

    private AlertAnswer answer(AlertCommand command, @Nullable UUID silenceId) {
        return new AlertAnswer(command.alertId(), status, silenceId, 0, AggregateVersion.current());
    }

    @EventSourcingHandler
    void evolve(AlertEvent event, DomainEventMessage<AlertEvent> message) {
        if (id == null) id = message.getAggregateIdentifier();
        if (event instanceof AlertRaised first) raised = first;
        else if (event instanceof AlertAcknowledged) status = Status.ACKNOWLEDGED;
        else if (event instanceof AlertSilenced silence) silences.put(silence.silenceId(), silence.until());
        else if (event instanceof AlertResolved) status = Status.RESOLVED;
        else throw new IllegalStateException("unknown event of an alert");
    }

    Alert() {}
}

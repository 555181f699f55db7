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
import io.stageline.alert.write.AlertCommand.RaiseAlert;
import io.stageline.alert.write.AlertCommand.ResolveAlert;
import io.stageline.alert.write.AlertCommand.SilenceAlert;
import io.stageline.refusal.Code;
import io.stageline.write.AggregateVersion;
import io.stageline.write.Decided;
import java.util.HashSet;
import java.util.Set;
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
    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable AlertRaised raised;
    private Status status = Status.RAISED;
    private final Set<UUID> silences = new HashSet<>();

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
        var alert = known(command);
        if (silences.contains(command.silenceId())) return Decided.unchanged(answer(command, command.silenceId()));
        new SilenceEndsLater(command.until(), around.now()).verify();
        var contact = alert.about().contactId();
        var reason = around.seal(contact, command.target(), AggregateVersion.next(), "reason", command.reason());
        apply(new AlertSilenced(
                command.alertId(),
                alert.premise().ruleId(),
                alert.about().fingerprint(),
                command.silenceId(),
                command.until(),
                command.owner(),
                reason));
        return Decided.created(answer(command, command.silenceId()));
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
        else if (event instanceof AlertSilenced silence) silences.add(silence.silenceId());
        else if (event instanceof AlertResolved) status = Status.RESOLVED;
        else throw new IllegalStateException("unknown event of an alert");
    }

    Alert() {}
}

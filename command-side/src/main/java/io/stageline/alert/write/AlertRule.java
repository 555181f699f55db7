package io.stageline.alert.write;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.stageline.alert.events.RuleEvent;
import io.stageline.alert.events.RuleEvent.RuleDeleted;
import io.stageline.alert.events.RuleEvent.RuleDisabled;
import io.stageline.alert.events.RuleEvent.RuleEnabled;
import io.stageline.alert.events.RuleEvent.RuleSaved;
import io.stageline.alert.events.RuleEvent.RuleSilenced;
import io.stageline.alert.events.RuleEvent.SilenceEnded;
import io.stageline.alert.write.RuleCommand.ChangeRule;
import io.stageline.alert.write.RuleCommand.DeleteRule;
import io.stageline.alert.write.RuleCommand.DisableRule;
import io.stageline.alert.write.RuleCommand.EnableRule;
import io.stageline.alert.write.RuleCommand.EndSilence;
import io.stageline.alert.write.RuleCommand.SaveRule;
import io.stageline.alert.write.RuleCommand.SilenceRule;
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

/** What a tenant wants to be told of; every revision stays in its history. */
public class AlertRule {
    private static final Instant ENDED = Instant.MIN;

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable RuleSaved saved;
    private boolean disabled;
    private boolean deleted;
    private final Map<UUID, Instant> silences = new HashMap<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    Decided decide(SaveRule command, AlertSurroundings around) {
        id = command.target().toString();
        new RuleFitsItsJournal(command.tenant(), command.rule(), around.journals()).verify();
        new RulesAreBounded(command.tenant(), null, command.rule(), around.rules()).verify();
        apply(new RuleSaved(command.ruleId(), 1, command.rule()));
        return Decided.created(answer(command));
    }

    @CommandHandler
    Decided decide(ChangeRule command, AlertSurroundings around) {
        var before = known(command);
        if (before.rule().equals(command.rule())) return Decided.unchanged(answer(command));
        new RuleFitsItsJournal(command.tenant(), command.rule(), around.journals()).verify();
        new RulesAreBounded(command.tenant(), before.rule(), command.rule(), around.rules()).verify();
        apply(new RuleSaved(command.ruleId(), before.revision() + 1, command.rule()));
        return Decided.changed(answer(command));
    }

    @CommandHandler
    Decided decide(EnableRule command) {
        known(command);
        if (!disabled) return Decided.unchanged(answer(command));
        apply(new RuleEnabled(command.ruleId()));
        return Decided.changed(answer(command));
    }

    @CommandHandler
    Decided decide(DisableRule command) {
        known(command);
        if (disabled) return Decided.unchanged(answer(command));
        apply(new RuleDisabled(command.ruleId()));
        return Decided.changed(answer(command));
    }

    @CommandHandler
    Decided decide(DeleteRule command) {
        known(command);
        apply(new RuleDeleted(command.ruleId()));
        return Decided.changed(answer(command));
    }

    @CommandHandler
    Decided decide(SilenceRule command, AlertSurroundings around) {
        var rule = known(command).rule();
        if (silences.containsKey(command.silenceId())) return Decided.unchanged(silenced(command, command.silenceId()));
        new SilenceEndsLater(command.until(), around.now()).verify();
        new SilencesAreBounded(silencesAfter(around.now())).verify();
        var fingerprint = command.subject() == null
                ? null
                : new SubjectTellsAlertsApart(rule)
                        .fingerprint(around.ids(), command.tenant(), command.ruleId(), command.subject());
        var reason = around.seal(command.target(), AggregateVersion.next(), "reason", command.reason());
        apply(new RuleSilenced(
                command.ruleId(), command.silenceId(), fingerprint, command.until(), command.owner(), reason));
        return Decided.created(silenced(command, command.silenceId()));
    }

    @CommandHandler
    Decided decide(EndSilence command) {
        known(command);
        var silence = silences.get(command.silenceId());
        if (silence == null)
            throw Code.UNKNOWN_SILENCE
                    .because("the alert rule has no such silence")
                    .asException();
        if (silence.equals(ENDED)) return Decided.unchanged(silenced(command, command.silenceId()));
        apply(new SilenceEnded(command.ruleId(), command.silenceId()));
        return Decided.changed(silenced(command, command.silenceId()));
    }

    private long silencesAfter(Instant now) {
        return silences.values().stream().filter(until -> until.isAfter(now)).count();
    }

    private RuleSaved known(RuleCommand command) {
        if (deleted)
            throw Code.RULE_DELETED.because("the alert rule was deleted").asException();
        if (saved == null) throw command.whenMissing().asException();
        return saved;
    }

    private RuleAnswer answer(RuleCommand command) {
        return new RuleAnswer(command.ruleId(), saved == null ? 0 : saved.revision(), 0, AggregateVersion.current());
    }

    private static SilenceAnswer silenced(RuleCommand command, UUID silenceId) {
        return new SilenceAnswer(command.ruleId(), silenceId, 0, AggregateVersion.current());
    }

    @EventSourcingHandler
    void evolve(RuleEvent event, DomainEventMessage<RuleEvent> message) {
        if (id == null) id = message.getAggregateIdentifier();
        if (event instanceof RuleSaved next) saved = next;
        else if (event instanceof RuleDisabled) disabled = true;
        else if (event instanceof RuleEnabled) disabled = false;
        else if (event instanceof RuleDeleted) deleted = true;
        else if (event instanceof RuleSilenced begun) silences.put(begun.silenceId(), begun.until());
        else if (event instanceof SilenceEnded ended) silences.put(ended.silenceId(), ENDED);
        else throw new IllegalStateException("unknown event of an alert rule");
    }

    AlertRule() {}
}

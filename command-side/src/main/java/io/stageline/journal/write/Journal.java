package io.stageline.journal.write;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.stageline.journal.events.JournalEvent;
import io.stageline.journal.events.JournalEvent.JournalArchived;
import io.stageline.journal.events.JournalEvent.JournalCreated;
import io.stageline.journal.events.JournalEvent.JournalRenamed;
import io.stageline.journal.events.JournalEvent.RotDaysChanged;
import io.stageline.journal.events.JournalEvent.StagesChanged;
import io.stageline.journal.events.JournalEvent.StatusesChanged;
import io.stageline.journal.write.JournalCommand.ArchiveJournal;
import io.stageline.journal.write.JournalCommand.ChangeJournal;
import io.stageline.journal.write.JournalCommand.CreateJournal;
import io.stageline.refusal.Code;
import io.stageline.write.AggregateVersion;
import io.stageline.write.Decided;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** A pipeline board: its ordered stages, and the words that its decisions may use. */
public class Journal {
    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable JournalFacts facts;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    Decided decide(CreateJournal command) {
        id = command.target().toString();
        apply(new JournalCreated(command.journalId(), command.name(), command.stages(), command.statuses()));
        changeRotDays(command.journalId(), command.rotDays());
        return Decided.created(answer(command.journalId()));
    }

    @CommandHandler
    Decided decide(ChangeJournal command, Journals journals) {
        journals.changed(command.target());
        var now = known(command);
        new JournalIsOpen(now).verify();
        var before = AggregateVersion.current();
        if (command.name() != null && !command.name().equals(now.name()))
            apply(new JournalRenamed(command.journalId(), command.name()));
        if (command.stages() != null && !command.stages().equals(now.stages())) {
            new NothingIsTakenAway(Code.STAGES_ARE_NEVER_REMOVED, "stages", now.stages(), command.stages()).verify();
            apply(new StagesChanged(command.journalId(), command.stages()));
        }
        if (command.statuses() != null && !command.statuses().equals(now.statuses())) {
            new NothingIsTakenAway(Code.STATUSES_ARE_NEVER_REMOVED, "statuses", now.statuses(), command.statuses())
                    .verify();
            apply(new StatusesChanged(command.journalId(), command.statuses()));
        }
        changeRotDays(command.journalId(), command.rotDays());
        var answer = answer(command.journalId());
        return answer.version() == before ? Decided.unchanged(answer) : Decided.changed(answer);
    }

    @CommandHandler
    Decided decide(ArchiveJournal command, Journals journals) {
        journals.changed(command.target());
        if (known(command).archived()) return Decided.unchanged(answer(command.journalId()));
        apply(new JournalArchived(command.journalId()));
        return Decided.changed(answer(command.journalId()));
    }

    private void changeRotDays(UUID journalId, Map<String, @Nullable Integer> changes) {
        if (facts == null || changes.isEmpty()) return;
        new OnlyStagesOfTheJournalRot(changes.keySet(), facts).verify();
        var rotDays = facts.rotDaysWith(changes);
        if (!rotDays.equals(facts.rotDays())) apply(new RotDaysChanged(journalId, rotDays));
    }

    private JournalFacts known(JournalCommand command) {
        if (facts == null) throw command.whenMissing().asException();
        return facts;
    }

    private static JournalAnswer answer(UUID journalId) {
        return new JournalAnswer(journalId, 0, AggregateVersion.current());
    }

    @EventSourcingHandler
    void evolve(JournalEvent event, DomainEventMessage<JournalEvent> message) {
        if (id == null) id = message.getAggregateIdentifier();
        facts = JournalFacts.after(facts, event);
    }

    Journal() {}
}

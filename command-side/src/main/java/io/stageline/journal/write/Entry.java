package io.stageline.journal.write;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.journal.write.EntryCommand.CorrectDecision;
import io.stageline.journal.write.EntryCommand.One;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.RemoveEntry;
import io.stageline.journal.write.EntryCommand.TakeDecision;
import io.stageline.journal.write.EntryCommand.Together;
import io.stageline.journal.write.EntryCommand.WithdrawStage;
import io.stageline.write.AggregateVersion;
import io.stageline.write.Decided;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** A contact in a journal: the stages that happened for it and what it decided. */
public class Entry {
    @AggregateIdentifier
    private @Nullable String id;

    private final EntryFacts facts = new EntryFacts();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Decided decide(AddEntry command, EntrySurroundings around) {
        id = command.target().toString();
        around.journalOf(command);
        var entry = command.entry();
        if (facts.present()) return Decided.unchanged(EntryAnswer.membership(entry, true, null));
        var rebasedFrom = rebasedFrom(command);
        apply(new EntryAdded(entry.journalId(), entry.contactId()));
        return Decided.created(EntryAnswer.membership(entry, true, rebasedFrom));
    }

    @CommandHandler
    Decided decide(RemoveEntry command, EntrySurroundings around) {
        var entry = command.entry();
        around.journals().open(entry.tenant(), entry.journalId());
        if (!facts.present()) return Decided.unchanged(EntryAnswer.membership(entry, false, null));
        var rebasedFrom = rebasedFrom(command);
        apply(new EntryRemoved(entry.journalId(), entry.contactId()));
        return Decided.changed(EntryAnswer.membership(entry, false, rebasedFrom));
    }

    @CommandHandler
    Decided decide(RecordStage command, EntrySurroundings around) {
        var journal = journalOf(command, around);
        var stage = command.stage();
        new StageBelongsToJournal(stage, journal).verify();
        var answer = new EntryAnswers(facts, around.clock());
        if (new AnIdMeansOneFact(facts.stage(command.eventId()), stage, false).isRepeated())
            return Decided.unchanged(answer.stage(command.eventId(), stage, List.of(), null));
        var rebasedFrom = rebasedFrom(command);
        var event = new EntryEvents(facts, around).stage(command, journal);
        apply(event);
        return Decided.created(answer.stage(event.eventId(), stage, event.warnings(), rebasedFrom));
    }

    @CommandHandler
    Decided decide(TakeDecision command, EntrySurroundings around) {
        var journal = journalOf(command, around);
        new StatusBelongsToJournal(command.status(), journal).verify();
        var stage = new DecisionNamesItsStage(command.stage(), journal).verified();
        var answer = new EntryAnswers(facts, around.clock());
        if (new AnIdMeansOneFact(facts.stage(command.eventId()), stage, true).isRepeated())
            return Decided.unchanged(answer.decision(command.eventId(), stage, List.of(), null));
        var rebasedFrom = rebasedFrom(command);
        var events = new EntryEvents(facts, around);
        var event = events.stage(command, stage, journal);
        apply(event);
        apply(events.decision(command, event));
        return Decided.changed(answer.decision(event.eventId(), stage, event.warnings(), rebasedFrom));
    }

    @CommandHandler
    Decided decide(WithdrawStage command, EntrySurroundings around) {
        journalOf(command, around);
        var fact = new OnlyWhatIsThereIsWithdrawn(facts.stage(command.eventId())).verified();
        new WhoCorrectsHasSeen(command.ifMatch()).verify();
        new ADecisionIsCorrected(fact).verify();
        var answer = new EntryAnswers(facts, around.clock());
        if (fact.withdrawnAt() > 0)
            return Decided.unchanged(answer.stage(command.eventId(), fact.stage(), List.of(), null));
        var rebasedFrom = rebasedFrom(command);
        apply(new EntryEvents(facts, around).withdrawal(command, fact));
        return Decided.changed(answer.stage(command.eventId(), fact.stage(), List.of(), rebasedFrom));
    }

    @CommandHandler
    Decided decide(CorrectDecision command, EntrySurroundings around) {
        var journal = journalOf(command, around);
        var fact = new OnlyWhatWasDecidedIsCorrected(facts.stage(command.decisionId())).verified();
        new WhoCorrectsHasSeen(command.ifMatch()).verify();
        new StatusBelongsToJournal(command.status(), journal).verify();
        var rebasedFrom = rebasedFrom(command);
        apply(new EntryEvents(facts, around).correction(command, fact));
        var answer = new EntryAnswers(facts, around.clock());
        return Decided.changed(answer.decision(command.decisionId(), fact.stage(), List.of(), rebasedFrom));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Decided decide(Together together, EntrySurroundings around) {
        id = together.target().toString();
        return EntryAnswer.Several.of(together, command -> decideOne(command, around));
    }

    private Decided decideOne(One command, EntrySurroundings around) {
        if (command instanceof AddEntry add) return decide(add, around);
        if (command instanceof RemoveEntry remove) return decide(remove, around);
        if (command instanceof RecordStage stage) return decide(stage, around);
        if (command instanceof TakeDecision decision) return decide(decision, around);
        if (command instanceof WithdrawStage withdrawal) return decide(withdrawal, around);
        return decide((CorrectDecision) command, around);
    }

    private JournalFacts journalOf(One command, EntrySurroundings around) {
        var journal = around.journalOf(command);
        if (!facts.present()) throw command.whenMissing().asException();
        return journal;
    }

    private @Nullable Long rebasedFrom(One command) {
        var seen = command.ifMatch();
        if (seen == null) return null;
        return new OnlyWhatWasSeenIsChanged(command, seen, facts, AggregateVersion.current()).rebasedFrom();
    }

    @EventSourcingHandler
    void evolve(EntryEvent event, @SequenceNumber long sequence, DomainEventMessage<EntryEvent> message) {
        if (id == null) id = message.getAggregateIdentifier();
        facts.evolve(event, sequence + 1, message.getTimestamp());
    }

    Entry() {}
}

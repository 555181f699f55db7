package io.stageline.journal.write;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.stageline.contact.write.Contacts;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.write.AnIdMeansOneFact.Fact;
import io.stageline.journal.write.EntryAnswer.Membership;
import io.stageline.journal.write.EntryAnswer.Several;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.RemoveEntry;
import io.stageline.journal.write.EntryCommand.TakeDecision;
import io.stageline.journal.write.EntryCommand.Together;
import io.stageline.privacy.ContactKeys;
import io.stageline.refusal.Refused;
import io.stageline.write.AggregateVersion;
import io.stageline.write.Decided;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

    private boolean present;
    private StagePath path = StagePath.NONE;
    private final Map<UUID, Fact> facts = new HashMap<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Decided decide(AddEntry command, Journals journals, Contacts contacts) {
        id = command.target().toString();
        var entry = command.entry();
        journals.open(entry.tenant(), entry.journalId());
        contacts.mustBeKnown(command.contact());
        if (present) return Decided.unchanged(membership(entry));
        apply(new EntryAdded(entry.journalId(), entry.contactId()));
        return Decided.created(membership(entry));
    }

    @CommandHandler
    Decided decide(RemoveEntry command, Journals journals) {
        var entry = command.entry();
        journals.open(entry.tenant(), entry.journalId());
        if (!present) return Decided.unchanged(membership(entry));
        apply(new EntryRemoved(entry.journalId(), entry.contactId()));
        return Decided.changed(membership(entry));
    }

    @CommandHandler
    Decided decide(RecordStage command, Journals journals, Contacts contacts, ContactKeys keys, Clock clock) {
        var journal = journalOf(command, journals, contacts);
        new StageBelongsToJournal(command.stage(), journal).verify();
        if (isRepeated(command.eventId(), new Fact(command.stage(), false)))
            return Decided.unchanged(recorded(command.eventId(), command.stage(), List.of(), clock));
        var event = record(
                command,
                command.eventId(),
                command.stage(),
                command.occurredAt(),
                command.note(),
                journal,
                keys,
                clock);
        return Decided.created(recorded(event.eventId(), event.stage(), event.warnings(), clock));
    }

    @CommandHandler
    Decided decide(TakeDecision command, Journals journals, Contacts contacts, ContactKeys keys, Clock clock) {
        var journal = journalOf(command, journals, contacts);
        new StatusBelongsToJournal(command.status(), journal).verify();
        var stage = new DecisionNamesItsStage(command.stage(), journal).verified();
        if (isRepeated(command.eventId(), new Fact(stage, true)))
            return Decided.unchanged(
                    new EntryAnswer.Decision(command.eventId(), 0, AggregateVersion.current(), List.of()));
        var event = record(command, command.eventId(), stage, command.occurredAt(), null, journal, keys, clock);
        apply(decision(command, event, keys));
        return Decided.changed(
                new EntryAnswer.Decision(event.eventId(), 0, AggregateVersion.current(), event.warnings()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Decided decide(Together together, Journals journals, Contacts contacts, ContactKeys keys, Clock clock) {
        id = together.target().toString();
        var before = AggregateVersion.current();
        var verdicts = new ArrayList<Several.Verdict>(together.commands().size());
        for (var command : together.commands()) {
            try {
                verdicts.add(new Several.Done(decideOne(command, journals, contacts, keys, clock)));
            } catch (Refused refused) {
                verdicts.add(new Several.Not(refused.refusal()));
            }
        }
        var answer = new Several(verdicts, 0, AggregateVersion.current());
        return answer.version() == before ? Decided.unchanged(answer) : Decided.changed(answer);
    }

    private Decided decideOne(
            EntryCommand command, Journals journals, Contacts contacts, ContactKeys keys, Clock clock) {
        if (command instanceof AddEntry add) return decide(add, journals, contacts);
        if (command instanceof RemoveEntry remove) return decide(remove, journals);
        if (command instanceof RecordStage stage) return decide(stage, journals, contacts, keys, clock);
        if (command instanceof TakeDecision decision) return decide(decision, journals, contacts, keys, clock);
        throw new IllegalStateException("commands are taken together only once");
    }

    private JournalFacts journalOf(EntryCommand command, Journals journals, Contacts contacts) {
        var journal = journals.open(command.entry().tenant(), command.entry().journalId());
        contacts.mustBeKnown(command.contact());
        if (!present) throw command.whenMissing().asException();
        return journal;
    }

    private boolean isRepeated(UUID eventId, Fact fact) {
        return new AnIdMeansOneFact(facts.get(eventId), fact).isRepeated();
    }

    private StageRecorded record(
            EntryCommand command,
            UUID eventId,
            String stage,
            @Nullable Instant occurredAt,
            @Nullable String note,
            JournalFacts journal,
            ContactKeys keys,
            Clock clock) {
        var at = occurredAt == null ? clock.instant().truncatedTo(ChronoUnit.MICROS) : occurredAt;
        var event = new StageRecorded(
                command.entry().journalId(),
                command.entry().contactId(),
                eventId,
                stage,
                at,
                keys.seal(command.contact(), command.target().stream(), AggregateVersion.next(), "note", note),
                path.isLate(at) ? List.of() : new UnusualMove(path.current(), stage, journal).warnings());
        apply(event);
        return event;
    }

    private static DecisionTaken decision(TakeDecision command, StageRecorded stage, ContactKeys keys) {
        return new DecisionTaken(
                stage.journalId(),
                stage.contactId(),
                stage.eventId(),
                command.status(),
                command.amount(),
                command.currency(),
                command.cadence(),
                command.effectiveFrom() == null
                        ? LocalDate.ofInstant(stage.occurredAt(), ZoneOffset.UTC)
                        : command.effectiveFrom(),
                keys.seal(
                        command.contact(),
                        command.target().stream(),
                        AggregateVersion.next(),
                        "reason",
                        command.reason()));
    }

    private EntryAnswer recorded(UUID eventId, String stage, List<StageWarning> warnings, Clock clock) {
        var cell = path.cell(stage);
        if (cell == null) throw new IllegalStateException("a recorded stage has a cell");
        return new EntryAnswer.Stage(eventId, 0, AggregateVersion.current(), Cell.of(cell, clock.instant()), warnings);
    }

    private static Membership membership(EntryKey entry) {
        return new Membership(entry.journalId(), entry.contactId(), 0, AggregateVersion.current(), List.of());
    }

    @EventSourcingHandler
    void evolve(EntryAdded event, DomainEventMessage<EntryAdded> message) {
        if (id == null) id = message.getAggregateIdentifier();
        present = true;
    }

    @EventSourcingHandler
    void evolve(StageRecorded event, @SequenceNumber long sequence) {
        path = path.after(event, sequence + 1);
        facts.put(event.eventId(), new Fact(event.stage(), false));
    }

    @EventSourcingHandler
    void evolve(DecisionTaken event) {
        facts.computeIfPresent(event.stageEventId(), (id, fact) -> new Fact(fact.stage(), true));
    }

    @EventSourcingHandler
    void evolve(EntryRemoved event) {
        present = false;
    }

    Entry() {}
}

package io.stageline.journal.write;

import io.stageline.events.Sealed;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.write.EntryCommand.CorrectDecision;
import io.stageline.journal.write.EntryCommand.One;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.TakeDecision;
import io.stageline.journal.write.EntryCommand.WithdrawStage;
import io.stageline.write.AggregateVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events that commands to an entry lead to, with what is personal in them sealed. */
record EntryEvents(EntryFacts facts, EntrySurroundings around) {

    StageRecorded stage(RecordStage command, JournalFacts journal) {
        var note = sealed(command, "note", command.note());
        return stage(command, command.eventId(), command.stage(), command.occurredAt(), note, journal);
    }

    StageRecorded stage(TakeDecision command, String stage, JournalFacts journal) {
        return stage(command, command.eventId(), stage, command.occurredAt(), null, journal);
    }

    private StageRecorded stage(
            One command,
            UUID eventId,
            String stage,
            @Nullable Instant occurredAt,
            @Nullable Sealed note,
            JournalFacts journal) {
        var at = occurredAt == null ? facts.now(around.clock()) : occurredAt;
        var path = facts.path();
        return new StageRecorded(
                command.entry().journalId(),
                command.entry().contactId(),
                eventId,
                stage,
                at,
                note,
                path.isLate(at) ? List.of() : new UnusualMove(path.current(), stage, journal).warnings());
    }

    DecisionTaken decision(TakeDecision command, StageRecorded stage) {
        return new DecisionTaken(
                stage.journalId(),
                stage.contactId(),
                stage.eventId(),
                command.status(),
                command.amount(),
                command.currency(),
                command.cadence(),
                effective(command.effectiveFrom(), stage.occurredAt()),
                sealed(command, "reason", command.reason()));
    }

    StageWithdrawn withdrawal(WithdrawStage command, StageFact fact) {
        return new StageWithdrawn(
                command.entry().journalId(),
                command.entry().contactId(),
                command.eventId(),
                fact.stage(),
                fact.at(),
                facts.pathWithout(command.eventId()),
                sealed(command, "reason", command.reason()));
    }

    DecisionCorrected correction(CorrectDecision command, StageFact fact) {
        return new DecisionCorrected(
                command.entry().journalId(),
                command.entry().contactId(),
                command.decisionId(),
                command.status(),
                command.amount(),
                command.currency(),
                command.cadence(),
                effective(command.effectiveFrom(), fact.at()),
                sealed(command, "reason", command.reason()));
    }

    /** A decision holds from its day on, unless it says another. */
    private static LocalDate effective(@Nullable LocalDate from, Instant decided) {
        return from == null ? LocalDate.ofInstant(decided, ZoneOffset.UTC) : from;
    }

    private @Nullable Sealed sealed(One command, String field, @Nullable String text) {
        return around.keys().seal(command.contact(), command.target().stream(), AggregateVersion.next(), field, text);
    }
}

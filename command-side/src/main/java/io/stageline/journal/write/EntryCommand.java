package io.stageline.journal.write;

import static io.stageline.journal.write.EntryFacts.CURRENT_STAGE;
import static io.stageline.journal.write.EntryFacts.DECISION;
import static io.stageline.journal.write.EntryFacts.PRESENT;
import static io.stageline.journal.write.EntryFacts.cell;

import io.stageline.eventlog.StreamKey;
import io.stageline.privacy.TenantContact;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.write.Command;
import io.stageline.write.IfMatch;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of an entry. */
public sealed interface EntryCommand extends Command {
    EntryKey entry();

    @Override
    default StreamKey target() {
        return entry().stream();
    }

    @Override
    default boolean heedsIfMatch() {
        return true;
    }

    @Override
    default Refusal whenMissing() {
        return Code.UNKNOWN_ENTRY.because("the contact is not in this journal");
    }

    default TenantContact contact() {
        return new TenantContact(entry().tenant(), entry().contactId());
    }

    /** A field that a command changes, and what it wishes to find there. */
    record Change(String field, @Nullable Object wish) {}

    /** A single command. */
    sealed interface One extends EntryCommand {
        /** What the sender has seen; null if it does not matter. */
        @Nullable
        IfMatch ifMatch();

        /** What it would change; asked only when its sender has not seen the newest version. */
        List<Change> changes(EntryFacts now);
    }

    /** Bring the contact into the journal. */
    record AddEntry(EntryKey entry, @Nullable IfMatch ifMatch) implements One {
        @Override
        public List<Change> changes(EntryFacts now) {
            return List.of(new Change(PRESENT, true));
        }
    }

    /** Take the contact out of the journal. */
    record RemoveEntry(EntryKey entry, @Nullable IfMatch ifMatch) implements One {
        @Override
        public List<Change> changes(EntryFacts now) {
            return List.of(new Change(PRESENT, false));
        }
    }

    /** Record that a stage happened; without a time it happened now. A repeated event id changes nothing. */
    record RecordStage(
            EntryKey entry,
            UUID eventId,
            String stage,
            @Nullable Instant occurredAt,
            @Nullable String note,
            @Nullable IfMatch ifMatch)
            implements One {
        @Override
        public List<Change> changes(EntryFacts now) {
            var counted = new Change(cell(stage), FieldValue.at(occurredAt));
            var late = occurredAt != null && now.path().isLate(occurredAt);
            return late ? List.of(counted) : List.of(new Change(CURRENT_STAGE, stage), counted);
        }
    }

    /** Record a decision together with the stage event it belongs to. */
    record TakeDecision(
            EntryKey entry,
            UUID eventId,
            @Nullable String stage,
            @Nullable Instant occurredAt,
            String status,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            String cadence,
            @Nullable LocalDate effectiveFrom,
            @Nullable String reason,
            @Nullable IfMatch ifMatch)
            implements One {
        @Override
        public List<Change> changes(EntryFacts now) {
            return List.of(
                    new Change(DECISION, FieldValue.of(status, amount, currency, cadence, effectiveFrom)),
                    new Change(cell(DecisionNamesItsStage.named(stage)), FieldValue.at(occurredAt)));
        }
    }

    /** Let a stage event count no longer, because it was recorded by mistake. */
    record WithdrawStage(
            EntryKey entry,
            UUID eventId,
            @Nullable String reason,
            @Nullable IfMatch ifMatch) implements One {
        @Override
        public List<Change> changes(EntryFacts now) {
            var fact = now.stage(eventId);
            if (fact == null) return List.of();
            var path = now.pathWithout(eventId);
            var counted = new Change(cell(fact.stage()), FieldValue.of(path.cell(fact.stage())));
            return Objects.equals(path.current(), now.path().current())
                    ? List.of(counted)
                    : List.of(new Change(CURRENT_STAGE, path.current()), counted);
        }
    }

    /** Say what a decision should have been; its stage event stays as it is. */
    record CorrectDecision(
            EntryKey entry,
            UUID decisionId,
            String status,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            String cadence,
            @Nullable LocalDate effectiveFrom,
            @Nullable String reason,
            @Nullable IfMatch ifMatch)
            implements One {
        @Override
        public List<Change> changes(EntryFacts now) {
            return List.of(new Change(DECISION, FieldValue.of(status, amount, currency, cadence, effectiveFrom)));
        }
    }

    /** Several commands to one entry, carried out in order and appended at once; a refused one stops no other. */
    record Together(EntryKey entry, List<One> commands) implements EntryCommand {
        @Override
        public List<One> parts() {
            return commands;
        }
    }
}

package io.stageline.journal.write;

import io.stageline.eventlog.StreamKey;
import io.stageline.privacy.TenantContact;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.write.Command;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
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
    default Refusal whenMissing() {
        return Code.UNKNOWN_ENTRY.because("the contact is not in this journal");
    }

    default TenantContact contact() {
        return new TenantContact(entry().tenant(), entry().contactId());
    }

    /** Bring the contact into the journal. */
    record AddEntry(EntryKey entry) implements EntryCommand {}

    /** Take the contact out of the journal. */
    record RemoveEntry(EntryKey entry) implements EntryCommand {}

    /** Record that a stage happened; without a time it happened now. A repeated event id changes nothing. */
    record RecordStage(
            EntryKey entry,
            UUID eventId,
            String stage,
            @Nullable Instant occurredAt,
            @Nullable String note) implements EntryCommand {}

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
            @Nullable String reason)
            implements EntryCommand {}

    /** Several commands to one entry, carried out in order and appended at once; a refused one stops no other. */
    record Together(EntryKey entry, List<EntryCommand> commands) implements EntryCommand {
        @Override
        public List<EntryCommand> parts() {
            return commands;
        }
    }
}

package io.stageline.journal.write;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.contact.write.ContactIds;
import io.stageline.contact.write.ContactRequests.NewContact;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.RemoveEntry;
import io.stageline.journal.write.EntryRequests.Cadence;
import io.stageline.journal.write.EntryRequests.DecisionRequest;
import io.stageline.journal.write.EntryRequests.StageRequest;
import io.stageline.privacy.MasterKey;
import io.stageline.refusal.Code;
import io.stageline.write.Command;
import io.stageline.write.IfMatch;
import io.stageline.write.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One command of a batch. The contact is named by its id or its external id; {@code id} is the sender's own id of a fact
 * and makes its repetition change nothing, for ever.
 */
record BatchLine(
        Kind command,
        @Nullable UUID journalId,
        @Nullable UUID contactId,
        @Nullable String externalId,
        @Nullable String id,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String stage,
        @Nullable Instant occurredAt,
        @Nullable String note,
        @Nullable String status,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        @Nullable Cadence cadence,
        @Nullable LocalDate effectiveFrom,
        @Nullable String reason,
        @Nullable Long ifMatch) {

    /** What a line asks for, and the members that it takes for it; all take an externalId. */
    enum Kind {
        @JsonProperty("add-contact")
        ADD_CONTACT("name", "email", "phone"),
        @JsonProperty("add-entry")
        ADD_ENTRY("journalId", "contactId", "ifMatch"),
        @JsonProperty("remove-entry")
        REMOVE_ENTRY("journalId", "contactId", "ifMatch"),
        @JsonProperty("record-stage")
        RECORD_STAGE("journalId", "contactId", "ifMatch", "id", "stage", "occurredAt", "note"),
        @JsonProperty("take-decision")
        TAKE_DECISION(
                "journalId",
                "contactId",
                "ifMatch",
                "id",
                "stage",
                "occurredAt",
                "status",
                "amount",
                "currency",
                "cadence",
                "effectiveFrom",
                "reason");

        private final Set<String> members;

        Kind(String... members) {
            this.members = Set.of(members);
        }

        private void mayHave(String member, @Nullable Object value) {
            if (value != null && !members.contains(member))
                throw Code.UNKNOWN_PROPERTY
                        .because("this command does not take such a value")
                        .at("/" + member)
                        .asException();
        }
    }

    BatchLine {
        if (command == null) throw Values.invalid("/command", "a command is required here");
        command.mayHave("journalId", journalId);
        command.mayHave("contactId", contactId);
        command.mayHave("id", id);
        command.mayHave("name", name);
        command.mayHave("email", email);
        command.mayHave("phone", phone);
        command.mayHave("stage", stage);
        command.mayHave("occurredAt", occurredAt);
        command.mayHave("note", note);
        command.mayHave("status", status);
        command.mayHave("amount", amount);
        command.mayHave("currency", currency);
        command.mayHave("cadence", cadence);
        command.mayHave("effectiveFrom", effectiveFrom);
        command.mayHave("reason", reason);
        command.mayHave("ifMatch", ifMatch);
        if (externalId != null) Values.required("/externalId", externalId, Values.LINE);
        if (id != null) Values.required("/id", id, Values.LINE);
        if (ifMatch != null && ifMatch < 0) throw Values.invalid("/ifMatch", "a version is required here");
    }

    /** The contact that this line is about. */
    UUID contact(UUID tenant, ContactIds ids) {
        if (contactId != null && externalId != null)
            throw Values.invalid("/externalId", "a contact is named by one of contactId and externalId");
        if (contactId == null && externalId == null && command != Kind.ADD_CONTACT)
            throw Values.invalid("/contactId", "contactId or externalId is required here");
        return contactId != null ? contactId : ids.of(tenant, externalId);
    }

    /** The command for the aggregate that decides it. */
    Command command(UUID tenant, UUID contact, MasterKey master) {
        if (command == Kind.ADD_CONTACT)
            return new NewContact(String.valueOf(name == null ? "" : name), email, phone, externalId)
                    .command(tenant, contact);
        if (journalId == null) throw Values.invalid("/journalId", "a journal is required here");
        var entry = new EntryKey(tenant, journalId, contact);
        return switch (command) {
            case ADD_ENTRY -> new AddEntry(entry, precondition());
            case REMOVE_ENTRY -> new RemoveEntry(entry, precondition());
            case RECORD_STAGE -> stage(entry, eventId(entry, master));
            case TAKE_DECISION -> EntryApi.command(entry, eventId(entry, master), decision(), precondition());
            case ADD_CONTACT -> throw new IllegalStateException("a contact has no journal");
        };
    }

    private RecordStage stage(EntryKey entry, UUID eventId) {
        var request = new StageRequest(stage == null ? "" : stage, occurredAt, note);
        return new RecordStage(entry, eventId, request.stage(), request.occurredAt(), request.note(), precondition());
    }

    private @Nullable IfMatch precondition() {
        return ifMatch == null ? null : IfMatch.of(ifMatch);
    }

    private DecisionRequest decision() {
        return new DecisionRequest(
                status == null ? "" : status, amount, currency, cadence, effectiveFrom, reason, stage, occurredAt);
    }

    private UUID eventId(EntryKey entry, MasterKey master) {
        return id == null
                ? UuidCreator.getTimeOrderedEpoch()
                : master.idOf(entry.tenant(), "event", entry.journalId() + " " + entry.contactId() + " " + id);
    }
}

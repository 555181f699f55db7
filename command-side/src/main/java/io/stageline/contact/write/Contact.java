package io.stageline.contact.write;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.stageline.contact.events.ContactEvent.ContactAdded;
import io.stageline.contact.events.ContactEvent.ContactChanged;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.contact.write.ContactCommand.AddContact;
import io.stageline.contact.write.ContactCommand.ChangeContact;
import io.stageline.contact.write.ContactCommand.EraseContact;
import io.stageline.eventlog.AppendContext;
import io.stageline.events.Sealed;
import io.stageline.privacy.ContactKeys;
import io.stageline.refusal.Code;
import io.stageline.write.AggregateVersion;
import io.stageline.write.Decided;
import io.stageline.write.Warning;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** A person or organisation; the only place where personal data begins, sealed from the first event on. */
public class Contact {
    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable Profile profile;
    private boolean erased;

    /** Name, e-mail and phone as they were sealed with the event of this version. */
    private record Profile(
            Sealed name, @Nullable Sealed email, @Nullable Sealed phone, long version) {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Decided decide(AddContact command, ContactKeys keys) {
        id = command.target().toString();
        mustNotBeErased();
        if (profile != null) return Decided.unchanged(answer(command.contactId(), Warning.CONTACT_EXISTS));
        var owner = command.owner();
        AppendContext.changeKey(keys.create(owner));
        var version = AggregateVersion.next();
        apply(new ContactAdded(
                command.contactId(),
                sealed(keys, command, version, "name", command.name()),
                keys.seal(owner, command.contactId(), version, "email", command.email()),
                keys.seal(owner, command.contactId(), version, "phone", command.phone()),
                keys.seal(owner, command.contactId(), version, "externalId", command.externalId())));
        return Decided.created(answer(command.contactId()));
    }

    @CommandHandler
    Decided decide(ChangeContact command, ContactKeys keys) {
        mustNotBeErased();
        var before = known(command);
        var stream = command.contactId();
        var name = keys.open(command.tenant(), stream, stream, before.version, "name", before.name);
        var email = keys.open(command.tenant(), stream, stream, before.version, "email", before.email);
        var phone = keys.open(command.tenant(), stream, stream, before.version, "phone", before.phone);
        var newName = Objects.requireNonNull(command.name() == null ? name : command.name());
        var newEmail = command.email().of(email);
        var newPhone = command.phone().of(phone);
        if (newName.equals(name) && Objects.equals(newEmail, email) && Objects.equals(newPhone, phone))
            return Decided.unchanged(answer(stream));
        var version = AggregateVersion.next();
        apply(new ContactChanged(
                stream,
                sealed(keys, command, version, "name", newName),
                keys.seal(command.owner(), stream, version, "email", newEmail),
                keys.seal(command.owner(), stream, version, "phone", newPhone)));
        return Decided.changed(answer(stream));
    }

    @CommandHandler
    Decided decide(EraseContact command, ContactKeys keys) {
        mustNotBeErased();
        known(command);
        AppendContext.changeKey(keys.destroy(command.owner()));
        apply(new ContactErased(command.contactId()));
        return Decided.changed(answer(command.contactId()));
    }

    private void mustNotBeErased() {
        if (erased) throw Code.CONTACT_ERASED.because("the contact was erased").asException();
    }

    private Profile known(ContactCommand command) {
        if (profile == null) throw command.whenMissing().asException();
        return profile;
    }

    private static Sealed sealed(ContactKeys keys, ContactCommand command, long version, String field, String text) {
        return Objects.requireNonNull(keys.seal(command.owner(), command.contactId(), version, field, text));
    }

    private static ContactAnswer answer(UUID contactId, Warning... warnings) {
        return new ContactAnswer(contactId, 0, AggregateVersion.current(), List.of(warnings));
    }

    @EventSourcingHandler
    void evolve(ContactAdded event, @SequenceNumber long sequence, DomainEventMessage<ContactAdded> message) {
        if (id == null) id = message.getAggregateIdentifier();
        profile = new Profile(event.name(), event.email(), event.phone(), sequence + 1);
    }

    @EventSourcingHandler
    void evolve(ContactChanged event, @SequenceNumber long sequence) {
        profile = new Profile(event.name(), event.email(), event.phone(), sequence + 1);
    }

    @EventSourcingHandler
    void evolve(ContactErased event) {
        erased = true;
        profile = null;
    }

    Contact() {}
}

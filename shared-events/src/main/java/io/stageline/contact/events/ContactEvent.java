package io.stageline.contact.events;

import io.stageline.events.Sealed;
import io.stageline.events.Stored;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to a contact, in the order it usually happens. */
public sealed interface ContactEvent {
    UUID contactId();

    /** A person or organisation became known. */
    @Stored("contact.added/1")
    record ContactAdded(
            UUID contactId,
            Sealed name,
            @Nullable Sealed email,
            @Nullable Sealed phone,
            @Nullable Sealed externalId) implements ContactEvent {}

    /** Name, e-mail or phone are now these; what is null is not known. */
    @Stored("contact.changed/1")
    record ContactChanged(
            UUID contactId,
            Sealed name,
            @Nullable Sealed email,
            @Nullable Sealed phone) implements ContactEvent {}

    /** The contact's key was destroyed together with this event: nothing personal of it can be read any more. */
    @Stored("contact.erased/1")
    record ContactErased(UUID contactId) implements ContactEvent {}
}

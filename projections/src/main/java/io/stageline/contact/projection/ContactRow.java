package io.stageline.contact.projection;

import io.stageline.contact.events.ContactEvent.ContactAdded;
import io.stageline.contact.events.ContactEvent.ContactChanged;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.eventlog.Recorded;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Fold;
import io.stageline.projection.Opener;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A contact as it is shown; nothing personal is left once it is erased. */
public record ContactRow(
        TenantContact key,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String externalId,
        boolean erased,
        Instant createdAt,
        long version) {

    /** The fold of a contact's stream; it reads what is sealed as long as the contact's key exists. */
    public static Fold<ContactRow> fold(Opener opener) {
        return Fold.ofStream(ContactRow::version)
                .on(ContactAdded.class, (row, event, recorded) -> row.added(event, recorded, opener))
                .on(ContactChanged.class, (row, event, recorded) -> row.changed(event, recorded, opener))
                .on(ContactErased.class, (row, event, recorded) -> row.erased(recorded));
    }

    /** A contact of which nothing is folded yet. */
    public static ContactRow unknown(TenantContact key) {
        return new ContactRow(key, null, null, null, null, false, Instant.EPOCH, 0);
    }

    private ContactRow added(ContactAdded event, Recorded recorded, Opener opener) {
        return new ContactRow(
                key,
                opener.open(recorded, key.contact(), "name", event.name()),
                opener.open(recorded, key.contact(), "email", event.email()),
                opener.open(recorded, key.contact(), "phone", event.phone()),
                opener.open(recorded, key.contact(), "externalId", event.externalId()),
                false,
                recorded.recordedAt(),
                recorded.version());
    }

    private ContactRow changed(ContactChanged event, Recorded recorded, Opener opener) {
        return new ContactRow(
                key,
                opener.open(recorded, key.contact(), "name", event.name()),
                opener.open(recorded, key.contact(), "email", event.email()),
                opener.open(recorded, key.contact(), "phone", event.phone()),
                externalId,
                erased,
                createdAt,
                recorded.version());
    }

    private ContactRow erased(Recorded recorded) {
        return new ContactRow(key, null, null, null, null, true, createdAt, recorded.version());
    }
}

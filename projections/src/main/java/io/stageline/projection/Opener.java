package io.stageline.projection;

import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.eventlog.Recorded;
import io.stageline.events.Sealed;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.TenantContact;
import io.stageline.privacy.TenantKeys;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens the sealed text of events: what belongs to a contact while the contact's key exists, and what belongs to none. */
public final class Opener {
    private final ContactKeys keys;
    private final TenantKeys tenantKeys;

    public Opener(ContactKeys keys, TenantKeys tenantKeys) {
        this.keys = keys;
        this.tenantKeys = tenantKeys;
    }

    /**
     * Fetches the keys that a batch needs by one statement. What this process still remembers of contacts that the
     * batch erases is forgotten first: a note that was on its way when its contact was erased must not be shown.
     */
    public void prepare(Batch batch, Collection<TenantContact> owners) {
        batch.each(
                ContactErased.class,
                (recorded, event) -> keys.erased(new TenantContact(recorded.tenant(), event.contactId())));
        if (!owners.isEmpty()) keys.preload(owners);
    }

    /** What this process still remembers of these contacts is not to be used any more. */
    public void forget(Collection<TenantContact> erased) {
        erased.forEach(keys::erased);
    }

    /** The text of a field, sealed under the key of its contact, or of its tenant where it belongs to no contact. */
    public @Nullable String open(Recorded recorded, @Nullable UUID contact, String field, @Nullable Sealed box) {
        if (box == null) return null;
        var text = contact == null
                ? tenantKeys.open(recorded.tenant(), recorded.stream(), recorded.version(), field, box)
                : keys.open(recorded.tenant(), contact, recorded.stream(), recorded.version(), field, box);
        // PostgreSQL cannot keep NUL in text, and one such name must not stop the projection of everybody.
        return text == null ? null : text.replace("\0", "");
    }
}

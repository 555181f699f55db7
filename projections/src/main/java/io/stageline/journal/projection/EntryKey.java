package io.stageline.journal.projection;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.privacy.TenantContact;
import java.util.UUID;

/** Which entry a row belongs to. */
public record EntryKey(UUID tenant, UUID journal, UUID contact) {

    static EntryKey of(Recorded recorded, EntryEvent event) {
        return new EntryKey(recorded.tenant(), event.journalId(), event.contactId());
    }

    /** Whose key opens what is sealed in the event. */
    static TenantContact ownerOf(Recorded recorded, EntryEvent event) {
        return new TenantContact(recorded.tenant(), event.contactId());
    }
}

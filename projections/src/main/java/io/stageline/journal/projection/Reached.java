package io.stageline.journal.projection;

import io.stageline.contact.events.ContactEvent;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.JournalEvent;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Batch;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** How far a batch brings what it is about: the last position of each journal, contact and moment in it. */
record Reached(Map<JournalKey, Long> journals, Map<TenantContact, Long> contacts, Map<Moment, Long> moments) {

    /** A time of a tenant's log; it never runs back, even if the clock did. */
    record Moment(UUID tenant, Instant at) {}

    static Reached by(Batch batch) {
        var reached = new Reached(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        batch.each(JournalEvent.class, (recorded, event) -> reached.journal(recorded, event.journalId()));
        batch.each(EntryEvent.class, (recorded, event) -> reached.journal(recorded, event.journalId()));
        batch.each(
                ContactEvent.class,
                (recorded, event) -> reached.contacts.put(
                        new TenantContact(recorded.tenant(), event.contactId()), recorded.position()));
        var latest = new HashMap<UUID, Instant>();
        for (var recorded : batch.events()) {
            var at = latest.merge(recorded.tenant(), recorded.recordedAt(), Reached::later);
            reached.moments.put(new Moment(recorded.tenant(), at), recorded.position());
        }
        return reached;
    }

    private void journal(Recorded recorded, UUID journal) {
        journals.merge(new JournalKey(recorded.tenant(), journal), recorded.position(), Math::max);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}

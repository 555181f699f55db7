package io.stageline.journal.projection;

import io.stageline.contact.events.ContactEvent;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.contact.projection.ContactRow;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.JournalEvent;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Batch;
import io.stageline.projection.Changes;
import io.stageline.projection.Fold;
import io.stageline.projection.Opener;
import io.stageline.projection.Passed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a batch of events makes of journals, contacts and entries; wherever their rows are kept, it is the same. */
final class GridFold {
    private final Opener opener;
    private final Fold<ContactRow> contactFold;
    private final Fold<Told> toldFold;

    GridFold(Opener opener) {
        this.opener = opener;
        this.contactFold = ContactRow.fold(opener);
        this.toldFold = Told.fold(opener);
    }

    /** The rows that a batch is folded onto, by their keys. */
    record Keys(Set<JournalKey> journals, Set<TenantContact> contacts, Set<EntryKey> entries) {

        /** Entries that are added take the name of their contact with them. */
        static Keys of(Batch batch) {
            var contacts = new LinkedHashSet<>(contactsOf(batch));
            contacts.addAll(batch.keys(EntryAdded.class, EntryKey::ownerOf));
            return new Keys(
                    batch.keys(JournalEvent.class, JournalKey::of),
                    contacts,
                    batch.keys(EntryEvent.class, EntryKey::of));
        }
    }

    /** Those rows as they are kept; what is not there yet is missing. */
    record Before(Collection<JournalRow> journals, Collection<ContactRow> contacts, Collection<GridRow> entries) {}

    /** The rows before and after the batch, the lines that it adds to the past, and how far it brings what it is about. */
    record Folded(
            Changes<JournalKey, JournalRow> journals,
            Changes<TenantContact, ContactRow> contacts,
            Changes<EntryKey, GridRow> entries,
            List<EntryLine> lines,
            Reached reached,
            Set<TenantContact> erased) {

        /** How many decisions came without their stage event. */
        long contradictions() {
            return lines.stream().filter(EntryLine::isLonelyDecision).count();
        }
    }

    Folded fold(Batch batch, Before before) {
        prepare(batch);
        var contacts = contacts(batch, before.contacts());
        var entries = entries(batch, before.entries(), contacts);
        return new Folded(
                journals(batch, before.journals()),
                contacts,
                entries,
                lines(entries.passed()),
                Reached.by(batch),
                batch.keys(ContactErased.class, GridFold::contactOf));
    }

    private void prepare(Batch batch) {
        var owners = Told.owners(batch);
        owners.addAll(contactsOf(batch));
        opener.prepare(batch, owners);
    }

    private static Changes<JournalKey, JournalRow> journals(Batch batch, Collection<JournalRow> before) {
        var journals = new Changes<>(JournalRow.FOLD, JournalRow::unknown, before, JournalRow::key);
        batch.each(JournalEvent.class, (recorded, event) -> journals.fold(JournalKey.of(recorded, event), recorded));
        return journals;
    }

    private Changes<TenantContact, ContactRow> contacts(Batch batch, Collection<ContactRow> before) {
        var contacts = new Changes<>(contactFold, ContactRow::unknown, before, ContactRow::key);
        batch.each(ContactEvent.class, (recorded, event) -> contacts.fold(contactOf(recorded, event), recorded));
        return contacts;
    }

    private static Changes<EntryKey, GridRow> entries(
            Batch batch, Collection<GridRow> before, Changes<TenantContact, ContactRow> contacts) {
        var rows = new Changes<>(GridRow.FOLD, GridRow::unknown, before, GridRow::key);
        batch.each(EntryEvent.class, (recorded, event) -> rows.fold(EntryKey.of(recorded, event), recorded));
        batch.each(
                EntryAdded.class,
                (recorded, event) -> rows.change(
                        EntryKey.of(recorded, event),
                        row -> row.named(contacts.row(EntryKey.ownerOf(recorded, event)))));
        return rows;
    }

    private List<EntryLine> lines(List<Passed<GridRow>> steps) {
        var lines = new ArrayList<EntryLine>(steps.size());
        for (var step : steps) {
            var told = toldFold.after(Told.NOTHING, step.recorded());
            lines.add(new EntryLine(step.recorded(), told, step.after()));
        }
        return lines;
    }

    private static Set<TenantContact> contactsOf(Batch batch) {
        return batch.keys(ContactEvent.class, GridFold::contactOf);
    }

    private static TenantContact contactOf(Recorded recorded, ContactEvent event) {
        return new TenantContact(recorded.tenant(), event.contactId());
    }
}

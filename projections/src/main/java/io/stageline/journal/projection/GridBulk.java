package io.stageline.journal.projection;

import io.stageline.alert.projection.Alerts;
import io.stageline.contact.events.ContactEvent;
import io.stageline.contact.projection.ContactRow;
import io.stageline.contact.projection.ContactTable;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.JournalEvent;
import io.stageline.journal.projection.GridFold.Before;
import io.stageline.journal.projection.GridFold.Folded;
import io.stageline.journal.projection.GridFold.Keys;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Batch;
import io.stageline.projection.BulkFold;
import io.stageline.projection.bulk.HeldRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The grid folded for a whole log: the present is held in memory and written now and then, the past is copied as it
 * comes. What was quiet since the last writing is forgotten first. An entry, contact or journal of which the first event
 * is at hand has no row yet, so mostly nothing is loaded.
 */
final class GridBulk implements BulkFold {
    private static final int USUAL_TEXT = 512;

    private final GridFold fold;
    private final Alerts alerts;
    private final int mostRows;
    private final HeldRows<JournalKey, JournalRow> journals = new HeldRows<>(JournalRow::key, row -> 1);
    private final HeldRows<TenantContact, ContactRow> contacts = new HeldRows<>(ContactRow::key, row -> 1);
    private final HeldRows<EntryKey, GridRow> entries = new HeldRows<>(GridRow::key, GridBulk::weight);
    private final Map<JournalKey, Long> marks = new HashMap<>();
    private final Moments moments = new Moments();
    private final GridCopy copy = new GridCopy();

    GridBulk(GridFold fold, Alerts alerts, int mostRows) {
        this.fold = fold;
        this.alerts = alerts;
        this.mostRows = mostRows;
    }

    @Override
    public void fold(Connection generation, List<Recorded> events) throws SQLException {
        var batch = new Batch(events);
        var keys = Keys.of(batch);
        load(generation, batch, keys);
        var folded = fold.fold(
                batch,
                new Before(journals.of(keys.journals()), contacts.of(keys.contacts()), entries.of(keys.entries())));
        alerts.write(generation, batch); // there are few of them
        copyPast(generation, folded); // what the database refuses, it refuses here, and nothing is changed then
        copy.moments(generation, moments.passed(generation, folded.reached().moments()));
        folded.reached().journals().forEach((journal, position) -> marks.merge(journal, position, Math::max));
        journals.changed(folded.journals().moved(JournalRow::version));
        contacts.changed(folded.contacts().moved(ContactRow::version));
        entries.changed(folded.entries().moved(GridRow::version));
    }

    // What has its first event in this batch has no row yet.
    private void load(Connection generation, Batch batch, Keys keys) throws SQLException {
        var begun = new Batch(batch.events().stream()
                .filter(recorded -> recorded.version() == 1)
                .toList());
        var journal = journals.missing(keys.journals());
        journal.removeAll(begun.keys(JournalEvent.class, JournalKey::of));
        journals.found(new JournalTable(generation).load(journal));
        var contact = contacts.missing(keys.contacts());
        contact.removeAll(begun.keys(
                ContactEvent.class, (recorded, event) -> new TenantContact(recorded.tenant(), event.contactId())));
        contacts.found(new ContactTable(generation).load(contact));
        var entry = entries.missing(keys.entries());
        entry.removeAll(begun.keys(EntryEvent.class, EntryKey::of));
        entries.found(new GridTable(generation).load(entry));
    }

    private void copyPast(Connection generation, Folded folded) throws SQLException {
        copy.lines(generation, folded.lines());
        copy.layouts(generation, folded.journals().passed());
        copy.names(generation, folded.contacts().passed());
    }

    @Override
    public boolean isFull() {
        return held() >= mostRows;
    }

    private int held() {
        return journals.weighs() + contacts.weighs() + entries.weighs();
    }

    private static int weight(GridRow row) {
        var decision = row.decision() == null ? 0 : row.decision().text().length();
        return 1 + (row.path().text().length() + decision) / USUAL_TEXT;
    }

    @Override
    public void flush(Connection generation) throws SQLException {
        copy.journals(generation, journals.outdated(), journals.unwritten());
        copy.contacts(generation, contacts.outdated(), contacts.unwritten());
        copy.entries(generation, entries.outdated(), entries.unwritten());
        copy.moments(generation, moments.last());
        new EntryEventTable(generation).markJournals(marks);
        marks.clear();
        var full = isFull();
        if (full) forgetQuiet();
        written();
        if (full && held() > mostRows / 2) forget();
    }

    private void forgetQuiet() {
        journals.forgetQuiet();
        contacts.forgetQuiet();
        entries.forgetQuiet();
    }

    private void written() {
        journals.written();
        contacts.written();
        entries.written();
    }

    private void forget() {
        journals.forget();
        contacts.forget();
        entries.forget();
    }
}

package io.stageline.journal.projection;

import io.stageline.contact.events.ContactEvent;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.contact.projection.ContactRow;
import io.stageline.contact.projection.ContactTable;
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
import io.stageline.projection.Projection;
import io.stageline.projection.Swaps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.springframework.stereotype.Component;

/** The grid: journals, contacts and one row per entry, each of them the fold of its own stream. */
@Component
public final class GridProjection implements Projection {
    private static final String NAME = "grid";
    private static final int SHAPE = 2;

    private final Opener opener;
    private final Swaps swaps;
    private final Fold<ContactRow> contactFold;
    private final Fold<Told> toldFold;

    public GridProjection(Opener opener, Swaps swaps) {
        this.opener = opener;
        this.swaps = swaps;
        this.contactFold = ContactRow.fold(opener);
        this.toldFold = Told.fold(opener);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int shape() {
        return SHAPE;
    }

    @Override
    public void write(Connection connection, List<Recorded> events) throws SQLException {
        var batch = new Batch(events);
        var grid = new GridTable(connection);
        prepare(batch);
        var journals = writeJournals(new JournalTable(connection), batch);
        var contacts = writeContacts(new ContactTable(connection), batch);
        var rows = writeEntries(grid, batch, contacts);
        renameRowsOfOtherBatches(grid, contacts);
        writeEvents(new EntryEventTable(connection), batch, rows.passed());
        writePast(new PastTables(connection), batch, journals.passed(), contacts.passed());
    }

    private void prepare(Batch batch) {
        var owners = Told.owners(batch);
        owners.addAll(batch.keys(ContactEvent.class, GridProjection::contactOf));
        opener.prepare(batch, owners);
    }

    private Changes<JournalKey, JournalRow> writeJournals(JournalTable table, Batch batch) throws SQLException {
        var keys = batch.keys(JournalEvent.class, JournalKey::of);
        var journals = new Changes<>(JournalRow.FOLD, JournalRow::unknown, table.load(keys), JournalRow::key);
        batch.each(JournalEvent.class, (recorded, event) -> journals.fold(JournalKey.of(recorded, event), recorded));
        rejected("journal", journals.redelivered() + table.write(journals.moved(JournalRow::version)));
        return journals;
    }

    private Changes<TenantContact, ContactRow> writeContacts(ContactTable table, Batch batch) throws SQLException {
        var needed = new LinkedHashSet<>(batch.keys(ContactEvent.class, GridProjection::contactOf));
        needed.addAll(batch.keys(EntryAdded.class, EntryKey::ownerOf));
        var contacts = new Changes<>(contactFold, ContactRow::unknown, table.load(needed), ContactRow::key);
        batch.each(ContactEvent.class, (recorded, event) -> contacts.fold(contactOf(recorded, event), recorded));
        rejected("contact", contacts.redelivered() + table.write(contacts.moved(ContactRow::version)));
        return contacts;
    }

    private Changes<EntryKey, GridRow> writeEntries(
            GridTable table, Batch batch, Changes<TenantContact, ContactRow> contacts) throws SQLException {
        var keys = batch.keys(EntryEvent.class, EntryKey::of);
        var rows = new Changes<>(GridRow.FOLD, GridRow::unknown, table.load(keys), GridRow::key);
        batch.each(EntryEvent.class, (recorded, event) -> rows.fold(EntryKey.of(recorded, event), recorded));
        batch.each(
                EntryAdded.class,
                (recorded, event) -> rows.change(
                        EntryKey.of(recorded, event),
                        row -> row.named(contacts.row(EntryKey.ownerOf(recorded, event)))));
        rejected("row", rows.redelivered());
        rejected("presence", table.writePresences(rows.moved(row -> row.presence()
                .version())));
        rejected("profile", table.writeProfiles(rows.moved(row -> row.profile().version())));
        rejected("stage", table.writePaths(rows.moved(GridRow::pathVersion)));
        rejected("decision", table.writeDecisions(rows.moved(GridRow::decisionVersion)));
        return rows;
    }

    // A contact that is new in this batch has no rows but those just written, and they have its name.
    private static void renameRowsOfOtherBatches(GridTable grid, Changes<TenantContact, ContactRow> contacts)
            throws SQLException {
        grid.rename(contacts.moved(ContactRow::version).stream()
                .filter(contact -> contacts.before(contact.key()).version() > 0)
                .toList());
    }

    private void writeEvents(EntryEventTable table, Batch batch, List<Passed<GridRow>> steps) throws SQLException {
        var lines = new ArrayList<EntryLine>(steps.size());
        for (var step : steps) {
            var told = toldFold.after(Told.NOTHING, step.recorded());
            lines.add(new EntryLine(step.recorded(), told, step.after()));
        }
        swaps.contradictions(
                NAME, lines.stream().filter(EntryLine::isLonelyDecision).count());
        var reached = Reached.by(batch);
        rejected("line", table.write(lines, reached));
        table.markJournalsOf(reached.contacts());
        table.erase(batch.keys(ContactErased.class, GridProjection::contactOf));
    }

    private static void writePast(
            PastTables tables, Batch batch, List<Passed<JournalRow>> journals, List<Passed<ContactRow>> contacts)
            throws SQLException {
        tables.writeJournals(journals);
        tables.writeContacts(contacts);
        tables.erase(batch.keys(ContactErased.class, GridProjection::contactOf));
    }

    private void rejected(String cluster, int count) {
        swaps.rejected(NAME, cluster, count);
    }

    private static TenantContact contactOf(Recorded recorded, ContactEvent event) {
        return new TenantContact(recorded.tenant(), event.contactId());
    }
}

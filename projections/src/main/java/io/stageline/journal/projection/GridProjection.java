package io.stageline.journal.projection;

import io.stageline.contact.events.ContactEvent;
import io.stageline.contact.projection.ContactRow;
import io.stageline.contact.projection.ContactTable;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.projection.GridFold.Before;
import io.stageline.journal.projection.GridFold.Folded;
import io.stageline.journal.projection.GridFold.Keys;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Batch;
import io.stageline.projection.BulkFold;
import io.stageline.projection.Causes;
import io.stageline.projection.Changes;
import io.stageline.projection.Opener;
import io.stageline.projection.Projection;
import io.stageline.projection.Swaps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import org.springframework.stereotype.Component;

/** The grid: journals, contacts and one row per entry, each of them the fold of its own stream. */
@Component
public final class GridProjection implements Projection {
    private static final String NAME = "grid";
    private static final int SHAPE = 2;

    private final Swaps swaps;
    private final GridFold fold;

    public GridProjection(Opener opener, Swaps swaps) {
        this.swaps = swaps;
        this.fold = new GridFold(opener);
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
    public BulkFold bulk(int mostRows) {
        return new GridBulk(fold, mostRows);
    }

    @Override
    public List<String> finish() {
        return GridFinish.STATEMENTS;
    }

    @Override
    public Causes causes() {
        return new GridCauses();
    }

    @Override
    public void write(Connection connection, List<Recorded> events) throws SQLException {
        var journals = new JournalTable(connection);
        var contacts = new ContactTable(connection);
        var grid = new GridTable(connection);
        var batch = new Batch(events);
        var keys = Keys.of(batch);
        var before =
                new Before(journals.load(keys.journals()), contacts.load(keys.contacts()), grid.load(keys.entries()));
        var folded = fold.fold(batch, before);
        rejected(
                "journal",
                folded.journals().redelivered()
                        + journals.write(folded.journals().moved(JournalRow::version)));
        rejected(
                "contact",
                folded.contacts().redelivered()
                        + contacts.write(folded.contacts().moved(ContactRow::version)));
        writeEntries(grid, folded.entries());
        renameRowsOfOtherBatches(grid, folded.contacts());
        writeEvents(new EntryEventTable(connection), folded);
        writePast(new PastTables(connection), folded);
    }

    /** What others missed while these events were not there is made good: names, and marks of the journals they are in. */
    @Override
    public void writeLate(Connection connection, List<Recorded> sequence) throws SQLException {
        write(connection, sequence);
        var batch = new Batch(sequence);
        var late = new LinkedHashSet<>(batch.keys(
                ContactEvent.class, (recorded, event) -> new TenantContact(recorded.tenant(), event.contactId())));
        late.addAll(batch.keys(EntryEvent.class, EntryKey::ownerOf));
        new GridTable(connection).rename(new ContactTable(connection).load(late));
        new EntryEventTable(connection).markJournalsOfLate(late);
    }

    private void writeEntries(GridTable grid, Changes<EntryKey, GridRow> rows) throws SQLException {
        rejected("row", rows.redelivered());
        rejected(
                "presence", grid.writePresences(rows.moved(row -> row.presence().version())));
        rejected("profile", grid.writeProfiles(rows.moved(row -> row.profile().version())));
        rejected("stage", grid.writePaths(rows.moved(GridRow::pathVersion)));
        rejected("decision", grid.writeDecisions(rows.moved(GridRow::decisionVersion)));
    }

    // A contact that is new in this batch has no rows but those just written, and they have its name.
    private static void renameRowsOfOtherBatches(GridTable grid, Changes<TenantContact, ContactRow> contacts)
            throws SQLException {
        grid.rename(contacts.moved(ContactRow::version).stream()
                .filter(contact -> contacts.before(contact.key()).version() > 0)
                .toList());
    }

    private void writeEvents(EntryEventTable table, Folded folded) throws SQLException {
        swaps.contradictions(NAME, folded.contradictions());
        rejected("line", table.write(folded.lines(), folded.reached()));
        table.markJournalsOf(folded.reached().contacts());
        table.erase(folded.erased());
    }

    private static void writePast(PastTables tables, Folded folded) throws SQLException {
        tables.writeJournals(folded.journals().passed());
        tables.writeContacts(folded.contacts().passed());
        tables.erase(folded.erased());
    }

    private void rejected(String cluster, int count) {
        swaps.rejected(NAME, cluster, count);
    }
}

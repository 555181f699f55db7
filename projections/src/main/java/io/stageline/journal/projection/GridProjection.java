package io.stageline.journal.projection;

import io.stageline.alert.events.ClockEvent;
import io.stageline.alert.projection.AlertFinish;
import io.stageline.alert.projection.AlertTable;
import io.stageline.alert.projection.Alerts;
import io.stageline.contact.events.ContactEvent;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.contact.projection.ContactRow;
import io.stageline.contact.projection.ContactTable;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.Unreadable;
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
import io.stageline.signal.events.SignalEvent;
import io.stageline.webhook.events.WebhookEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The grid: journals, contacts, one row per entry, alert rules and alerts, each of them the fold of its own stream. */
@Component
public final class GridProjection implements Projection {
    private static final String NAME = "grid";
    private static final int SHAPE = 4;

    // Whatever else a later revision says, it says this.
    private static final String ERASURE = "contact.erased/";

    // What journals and rules are called is told, whom they are about is not.
    private static final Set<String> PLAIN_TEXTS = Set.of(
            "journal.name",
            "journal_past.name",
            "alert_rule.name",
            "stages",
            "statuses",
            "rot_days",
            "what",
            "stage",
            "current_stage",
            "path",
            "decision",
            "decision_status",
            "decision_change",
            "pledged_currency",
            "terms",
            "mode",
            "severity",
            "status",
            "why");

    private final Opener opener;
    private final Swaps swaps;
    private final GridFold fold;
    private final Alerts alerts;

    public GridProjection(Opener opener, Swaps swaps) {
        this.opener = opener;
        this.swaps = swaps;
        this.fold = new GridFold(opener);
        this.alerts = new Alerts(opener);
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
    public Set<Class<?>> unasked() {
        return Set.of(SignalEvent.class, ClockEvent.class, WebhookEvent.class);
    }

    @Override
    public BulkFold bulk(int mostRows) {
        return new GridBulk(fold, alerts, mostRows);
    }

    @Override
    public List<String> finish() {
        return Stream.concat(GridFinish.STATEMENTS.stream(), AlertFinish.STATEMENTS.stream())
                .toList();
    }

    @Override
    public Set<String> plainTexts() {
        return PLAIN_TEXTS;
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
        writeAlerts(connection, batch, folded.erased());
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
        new AlertTable(connection).markJournalsOf(late);
    }

    /** Erasures: of the contact's rows nothing personal stays, however long the rest of its stream waits. */
    @Override
    public boolean forget(Connection connection, List<Recorded> withheld) throws SQLException {
        var erased = withheld.stream()
                .filter(GridProjection::isErasure)
                .map(recorded -> new TenantContact(recorded.tenant(), recorded.stream()))
                .collect(Collectors.toSet());
        if (erased.isEmpty()) return false;
        opener.forget(erased);
        new ContactTable(connection).erase(erased);
        new GridTable(connection).erase(erased);
        new EntryEventTable(connection).erase(erased);
        new PastTables(connection).erase(erased);
        Alerts.erase(connection, erased);
        return true;
    }

    private static boolean isErasure(Recorded recorded) {
        return recorded.event() instanceof ContactErased
                || recorded.event() instanceof Unreadable unreadable
                        && unreadable.type().startsWith(ERASURE);
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

    // After the entries, as what is open marks the journals that they are in.
    private void writeAlerts(Connection connection, Batch batch, Set<TenantContact> erased) throws SQLException {
        var written = alerts.write(connection, batch);
        rejected("alert", written.rejected());
        new AlertTable(connection).markJournalsOf(written.contacts());
        Alerts.erase(connection, erased);
    }

    private void rejected(String cluster, int count) {
        swaps.rejected(NAME, cluster, count);
    }
}

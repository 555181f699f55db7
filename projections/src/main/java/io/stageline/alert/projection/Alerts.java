package io.stageline.alert.projection;

import io.stageline.alert.events.AlertEvent;
import io.stageline.alert.events.AlertEvent.AlertRaised;
import io.stageline.alert.events.RuleEvent;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Batch;
import io.stageline.projection.Changes;
import io.stageline.projection.Fold;
import io.stageline.projection.Opener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Folds what a batch says of alert rules and alerts, and writes it; live and in bulk it is the same. */
public final class Alerts {
    private final Opener opener;
    private final Fold<RuleRow> ruleFold;
    private final Fold<AlertRow> alertFold;

    public Alerts(Opener opener) {
        this.opener = opener;
        this.ruleFold = RuleRow.fold(opener);
        this.alertFold = AlertRow.fold(opener);
    }

    /** How many swaps came too late, and the contacts whose open alerts may be others now. */
    public record Written(int rejected, Set<TenantContact> contacts) {}

    /** Writes what the batch changes; journals are not marked by it. */
    public Written write(Connection connection, Batch batch) throws SQLException {
        var rejected = writeRules(new RuleTable(connection), batch);
        var written = writeAlerts(new AlertTable(connection), batch);
        return new Written(rejected + written.rejected, written.contacts);
    }

    /** Leaves nothing that is personal of these contacts. */
    public static void erase(Connection connection, Collection<TenantContact> erased) throws SQLException {
        new AlertTable(connection).erase(erased);
    }

    private int writeRules(RuleTable table, Batch batch) throws SQLException {
        var keys = batch.keys(RuleEvent.class, Alerts::stream);
        if (keys.isEmpty()) return 0;
        var rules = new Changes<>(ruleFold, RuleRow::unknown, table.load(keys), RuleRow::key);
        batch.each(RuleEvent.class, (recorded, event) -> rules.fold(stream(recorded, event), recorded));
        table.writeRevisions(rules.passed());
        return rules.redelivered() + table.write(rules.moved(RuleRow::version));
    }

    private Written writeAlerts(AlertTable table, Batch batch) throws SQLException {
        var keys = batch.keys(AlertEvent.class, Alerts::stream);
        if (keys.isEmpty()) return new Written(0, Set.of());
        var before = table.load(keys);
        opener.prepare(batch, owners(batch, before));
        var alerts = new Changes<>(alertFold, AlertRow::unknown, before, AlertRow::key);
        batch.each(AlertEvent.class, (recorded, event) -> alerts.fold(stream(recorded, event), recorded));
        var moved = alerts.moved(AlertRow::version);
        var rejected = alerts.redelivered() + table.write(moved);
        table.writeSteps(alerts.passed().stream()
                .map(passed -> AlertStep.of(passed, opener))
                .toList());
        return new Written(rejected, contacts(moved));
    }

    private static Set<TenantContact> owners(Batch batch, Collection<AlertRow> before) {
        var owners = contacts(before);
        batch.each(AlertRaised.class, (recorded, event) -> {
            var contact = event.about().contactId();
            if (contact != null) owners.add(new TenantContact(recorded.tenant(), contact));
        });
        return owners;
    }

    private static Set<TenantContact> contacts(Collection<AlertRow> alerts) {
        var contacts = new HashSet<TenantContact>();
        for (var alert : alerts)
            if (alert.contact() != null)
                contacts.add(new TenantContact(alert.key().tenant(), alert.contact()));
        return contacts;
    }

    private static StreamKey stream(Recorded recorded, Object event) {
        return new StreamKey(recorded.tenant(), recorded.stream());
    }
}

package io.stageline.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.alert.write.Alert;
import io.stageline.alert.write.AlertIds;
import io.stageline.alert.write.AlertRule;
import io.stageline.alert.write.AlertSurroundings;
import io.stageline.alert.write.EvaluatedRules;
import io.stageline.contact.write.Contact;
import io.stageline.contact.write.LoggedContacts;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.LogEventStore;
import io.stageline.eventlog.Snapshots;
import io.stageline.journal.write.Entry;
import io.stageline.journal.write.EntrySurroundings;
import io.stageline.journal.write.Journal;
import io.stageline.journal.write.LoggedJournals;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.Secrets;
import io.stageline.privacy.TenantKeys;
import io.stageline.tenant.write.Tenants;
import io.stageline.webhook.write.WebhookEndpoint;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of the command side and how they hold together. */
@Configuration(proxyBeanMethods = false)
public class CommandSide {

    /** Names and revisions of what the aggregates' fields look like, as snapshots keep them. */
    static final Map<Class<?>, String> SHAPES =
            Map.of(Journal.class, "journal/2", Contact.class, "contact/1", Entry.class, "entry/3");

    /** Without a number of events no snapshots are taken nor read (ADR 18). */
    @Bean
    Aggregates aggregates(
            EventLogs logs,
            ContactKeys keys,
            MasterKey master,
            AlertIds alertIds,
            Secrets secrets,
            Clock clock,
            @Qualifier("writeDataSource") DataSource database,
            @Value("${stageline.snapshot-every:0}") int snapshotEvery) {
        var journals = new LoggedJournals(logs);
        var around = new EntrySurroundings(journals, new LoggedContacts(logs, keys), keys, clock);
        var alerts = new AlertSurroundings(
                journals, new EvaluatedRules(database), alertIds, keys, new TenantKeys(master), clock);
        var resources = List.of(journals, keys, around, alerts, secrets, clock);
        var snapshots = snapshotEvery > 0 ? new Snapshots(database, SHAPES) : null;
        return new Aggregates(LogEventStore.of(logs, snapshots), resources, snapshotEvery)
                .with(Journal.class)
                .with(Contact.class)
                .with(Entry.class)
                .with(AlertRule.class)
                .with(Alert.class)
                .with(WebhookEndpoint.class);
    }

    @Bean
    Secrets secrets(MasterKey master) {
        return new Secrets(master);
    }

    @Bean
    StoredAnswers storedAnswers(@Qualifier("writeDataSource") DataSource database, Clock clock) {
        return new StoredAnswers(database, clock);
    }

    @Bean
    OldAnswers oldAnswers(StoredAnswers answers) {
        return new OldAnswers(answers);
    }

    @Bean
    Commands commands(
            Aggregates aggregates, EventLogs logs, StoredAnswers answers, MeterRegistry metrics, Workers workers) {
        return new Commands(aggregates, logs, answers, metrics, workers);
    }

    @Bean
    Workers workers(MeterRegistry metrics) {
        return new Workers(metrics);
    }

    @Bean
    Tenants tenants(@Qualifier("writeDataSource") DataSource database, Clock clock) {
        return new Tenants(database, clock);
    }
}

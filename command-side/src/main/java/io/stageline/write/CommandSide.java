package io.stageline.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.contact.write.Contact;
import io.stageline.contact.write.LoggedContacts;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.LogEventStore;
import io.stageline.journal.write.Entry;
import io.stageline.journal.write.Journal;
import io.stageline.journal.write.LoggedJournals;
import io.stageline.privacy.ContactKeys;
import io.stageline.tenant.write.Tenants;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of the command side and how they hold together. */
@Configuration(proxyBeanMethods = false)
public class CommandSide {

    @Bean
    Aggregates aggregates(EventLogs logs, ContactKeys keys, Clock clock) {
        var resources = List.of(new LoggedJournals(logs), new LoggedContacts(logs, keys), keys, clock);
        return new Aggregates(LogEventStore.of(logs), resources)
                .with(Journal.class)
                .with(Contact.class)
                .with(Entry.class);
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

package io.stageline.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.alert.write.Alert;
import io.stageline.alert.write.AlertIds;
import io.stageline.alert.write.AlertRule;
import io.stageline.alert.write.AlertSurroundings;
import io.stageline.alert.write.EvaluatedRules;
import io.stageline.contact.write.Contact;
import io.stageline.contact.write.ContactIds;
import io.stageline.contact.write.LoggedContacts;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.LogEventStore;
import io.stageline.eventlog.Schema;
import io.stageline.eventlog.Snapshots;
import io.stageline.eventlog.StreamKey;
import io.stageline.http.Caller;
import io.stageline.http.Scope;
import io.stageline.journal.write.Entry;
import io.stageline.journal.write.EntrySurroundings;
import io.stageline.journal.write.Journal;
import io.stageline.journal.write.LoggedJournals;
import io.stageline.privacy.ContactKeys;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.TenantKeys;
import io.stageline.test.TestDatabase;
import io.stageline.write.Commands.Outcome;
import io.stageline.write.Commands.Request;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/** The command side of one process, with caches of its own, on a database that others may share. */
public final class Node implements AutoCloseable {
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final EventLogs logs;
    private final Commands commands;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    private final LogEventStore store;
    private final Aggregates aggregates;

    public Node(TestDatabase database) {
        this(database, 0);
    }

    /** One that takes a snapshot every so many events. */
    public Node(TestDatabase database, int snapshotEvery) {
        var connections = database.as(Schema.WRITE);
        logs = new EventLogs(connections, new EventTypes(), Clock.systemUTC(), metrics);
        var master = new MasterKey(new byte[MasterKey.BYTES]);
        var keys = new ContactKeys(master, connections);
        var journals = new LoggedJournals(logs);
        var around = new EntrySurroundings(journals, new LoggedContacts(logs, keys), keys, Clock.systemUTC());
        var ids = new AlertIds(master, new ContactIds(master));
        var alerts = new AlertSurroundings(
                journals, new EvaluatedRules(connections), ids, keys, new TenantKeys(master), Clock.systemUTC());
        var resources = List.of(journals, keys, around, alerts);
        var snapshots = snapshotEvery > 0 ? new Snapshots(connections, CommandSide.SHAPES) : null;
        store = LogEventStore.of(logs, snapshots);
        aggregates = new Aggregates(store, resources, snapshotEvery)
                .with(Journal.class)
                .with(Contact.class)
                .with(Entry.class)
                .with(AlertRule.class)
                .with(Alert.class);
        commands = new Commands(aggregates, logs, new StoredAnswers(connections, Clock.systemUTC()), metrics, threads);
    }

    /** Carries out a command of a tenant. */
    public Outcome carryOut(Command command) {
        return carryOut(command, null, null, Decided.Answer.class);
    }

    /** Carries out a command with a precondition or an idempotency key. */
    public Outcome carryOut(
            Command command,
            @Nullable IfMatch ifMatch,
            @Nullable IdempotencyKey key,
            Class<? extends Decided.Answer> answer) {
        var caller = new Caller(command.target().tenant(), 0, UUID.randomUUID(), Set.of(Scope.admin));
        var request = new Request(caller, UUID.randomUUID(), ifMatch, key);
        try {
            return commands.carryOut(command, request, answer).join();
        } catch (CompletionException failed) {
            throw (RuntimeException) failed.getCause();
        }
    }

    /** Forgets what it remembers of a stream, so that the next command has to load it. */
    public void forget(StreamKey stream) {
        aggregates.forget(stream);
    }

    /** Keeps a snapshot, whenever it was taken. */
    public void keep(DomainEventMessage<?> snapshot) {
        store.storeSnapshot(snapshot);
    }

    public EventLogs logs() {
        return logs;
    }

    public Commands commands() {
        return commands;
    }

    public EventLog log() {
        return logs.log(0);
    }

    /** How many appends lost against another writer. */
    public double conflicts() {
        return metrics.counter("stageline.log.conflicts").count();
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        logs.close();
    }
}

package io.stageline.write;

import static org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory.inspectAggregate;

import io.stageline.eventlog.AppendContext;
import io.stageline.eventlog.LogEventStore;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.GenericAggregateFactory;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** Takes snapshots every so many events of an aggregate: after the commit, on a thread of its own, and never when too much is waiting. */
final class SnapshotTaking {
    private static final int WAITING = 1_000;

    private final LogEventStore store;
    private final int every;
    private final Executor thread;

    /** Every so many events, or never when 0. */
    SnapshotTaking(LogEventStore store, int every) {
        this.store = store;
        this.every = every;
        this.thread = every > 0 ? thread() : Runnable::run;
    }

    /** Called when a command is done, which may be before the log has its events. */
    private void onceAppended(Runnable taking) {
        var verdict = CurrentUnitOfWork.isStarted() ? AppendContext.current().verdict() : null;
        if (verdict == null) thread.execute(taking);
        else verdict.thenRunAsync(taking, thread);
    }

    private static Executor thread() {
        var thread = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                SnapshotTaking::daemon,
                new DiscardPolicy());
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "snapshots");
        thread.setDaemon(true);
        return thread;
    }

    SnapshotTriggerDefinition of(Class<?> aggregate, ParameterResolverFactory parameters) {
        if (every == 0) return NoSnapshotTriggerDefinition.INSTANCE;
        var snapshotter = AggregateSnapshotter.builder()
                .eventStore(store)
                .aggregateFactories(new GenericAggregateFactory<>(inspectAggregate(aggregate, parameters)))
                .parameterResolverFactory(parameters);
        snapshotter.executor(this::onceAppended);
        return new EventCountSnapshotTriggerDefinition(snapshotter.build(), every);
    }
}

package io.stageline.write;

import io.stageline.eventlog.LogEventStore;
import io.stageline.eventlog.StreamKey;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/** Axon's command bus with the aggregates on it, put together by hand: every part is named, none is found by chance. */
public final class Aggregates {
    /** Every command says itself whom it is addressed to. */
    public static final CommandTargetResolver TARGETS = message -> new VersionedAggregateIdentifier(
            ((Command) message.getPayload()).target().toString(), null);

    private static final long CACHED = 20_000;

    private final SimpleCommandBus bus = SimpleCommandBus.builder()
            .transactionManager(NoTransactionManager.INSTANCE) // the log commits for itself
            .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
            .build();
    private final EventStore store;
    private final List<?> resources;
    private final SnapshotTaking snapshots;
    private final List<AggregateCache> caches = new ArrayList<>();

    /** The resources are what deciding methods may take as parameters. */
    public Aggregates(LogEventStore store, List<?> resources) {
        this(store, resources, 0);
    }

    /** The same with a snapshot every so many events of an aggregate. */
    public Aggregates(LogEventStore store, List<?> resources, int snapshotEvery) {
        this.store = store;
        this.resources = resources;
        this.snapshots = new SnapshotTaking(store, snapshotEvery);
        bus.registerHandlerInterceptor(this::forgetWhatFailed);
    }

    /** An aggregate whose events were not appended must not be remembered as if they were, not even a new one. */
    private Object forgetWhatFailed(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain)
            throws Exception {
        var target = ((Command) work.getMessage().getPayload()).target();
        work.onRollback(failed -> forget(target));
        return chain.proceed();
    }

    /** Drops what is remembered of a stream, because it may have moved on. */
    void forget(StreamKey stream) {
        caches.forEach(cache -> cache.remove(stream.toString()));
    }

    /** Whether the aggregate of a stream is remembered, as it was when last decided on. */
    boolean isRemembered(StreamKey stream) {
        return caches.stream().anyMatch(cache -> cache.containsKey(stream.toString()));
    }

    /** Puts an aggregate on the bus. */
    public <T> Aggregates with(Class<T> aggregate) {
        var parameters = parameters(aggregate);
        var cache = new AggregateCache(CACHED);
        caches.add(cache);
        EventSourcingRepository<T> repository = EventSourcingRepository.builder(aggregate)
                .eventStore(store)
                .cache(cache)
                .snapshotTriggerDefinition(snapshots.of(aggregate, parameters))
                .parameterResolverFactory(parameters)
                .build();
        AggregateAnnotationCommandHandler.<T>builder()
                .aggregateType(aggregate)
                .repository(repository)
                .commandTargetResolver(TARGETS)
                .parameterResolverFactory(parameters)
                .build()
                .subscribe(bus);
        return this;
    }

    private ParameterResolverFactory parameters(Class<?> aggregate) {
        return MultiParameterResolverFactory.ordered(
                ClasspathParameterResolverFactory.forClass(aggregate),
                new SimpleResourceParameterResolverFactory(resources));
    }

    public SimpleCommandBus bus() {
        return bus;
    }
}

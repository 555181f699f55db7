package io.stageline.eventlog;

import io.stageline.eventlog.Append.Appended;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.events.Identified;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The logs as the storage engine of Axon's aggregates: one unit of work is one request of a group commit. It does not wait
 * for that commit: its verdict is in the {@link AppendContext}.
 */
public final class LogStorageEngine implements EventStorageEngine {
    private final EventLogs logs;

    private final @Nullable Snapshots snapshots;

    public LogStorageEngine(EventLogs logs) {
        this(logs, null);
    }

    /** Without snapshots every aggregate is read from its first event. */
    public LogStorageEngine(EventLogs logs, @Nullable Snapshots snapshots) {
        this.logs = logs;
        this.snapshots = snapshots;
    }

    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        if (events.isEmpty()) return;
        var unitOfWork = CurrentUnitOfWork.get();
        var context = AppendContext.current();
        var first = (DomainEventMessage<?>) events.get(0);
        context.mustMatch(first.getSequenceNumber());
        var rehearsal = context.rehearsal();
        if (rehearsal == null) append(events, first, context, unitOfWork);
        else rehearse(events, first, context, rehearsal);
    }

    private void append(
            List<? extends EventMessage<?>> events,
            DomainEventMessage<?> first,
            AppendContext context,
            UnitOfWork<?> unitOfWork) {
        var keyChange = AppendContext.keyChange(unitOfWork);
        var request = new Append(
                StreamKey.parse(first.getAggregateIdentifier()),
                first.getSequenceNumber(),
                events.stream().map(event -> newEvent(first, event)).toList(),
                context.origin(),
                context.answer(unitOfWork),
                keyChange);
        context.appending(withoutSnapshot(request, logs.append(request)), unitOfWork);
    }

    private void rehearse(
            List<? extends EventMessage<?>> events,
            DomainEventMessage<?> first,
            AppendContext context,
            Rehearsal rehearsal) {
        var stream = StreamKey.parse(first.getAggregateIdentifier());
        var would = new ArrayList<Recorded>(events.size());
        for (var event : events) {
            var added = newEvent(first, event);
            var version = ((DomainEventMessage<?>) event).getSequenceNumber() + 1;
            would.add(new Recorded(
                    0,
                    stream.tenant(),
                    stream.stream(),
                    version,
                    added.eventId(),
                    added.event(),
                    event.getTimestamp(),
                    context.origin()));
        }
        rehearsal.append(stream, would, () -> logs.readStream(stream, 0));
    }

    /** An erasure takes the snapshot along; not on the committer's thread, which must not wait for that. */
    private CompletableFuture<Appended> withoutSnapshot(Append request, CompletableFuture<Appended> verdict) {
        var change = request.keyChange();
        if (snapshots == null || change == null || change.wrapped() != null) return verdict;
        return verdict.thenApplyAsync(appended -> {
            snapshots.drop(request.stream());
            return appended;
        });
    }

    private static NewEvent newEvent(DomainEventMessage<?> first, EventMessage<?> event) {
        var stream = ((DomainEventMessage<?>) event).getAggregateIdentifier();
        if (!stream.equals(first.getAggregateIdentifier()))
            throw new IllegalStateException("a command changes one stream");
        var id = event.getPayload() instanceof Identified known
                ? known.eventId()
                : UUID.fromString(event.getIdentifier());
        return new NewEvent(id, event.getPayload());
    }

    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        var stream = StreamKey.parse(aggregateIdentifier);
        return DomainEventStream.of(recorded(stream, firstSequenceNumber).stream()
                .filter(event -> event.version() > firstSequenceNumber)
                .map(event -> message(aggregateIdentifier, event)));
    }

    private List<Recorded> recorded(StreamKey stream, long afterVersion) {
        var rehearsal = AppendContext.currentRehearsal();
        if (rehearsal != null) return rehearsal.read(stream, () -> logs.readStream(stream, 0));
        var ahead = CurrentUnitOfWork.isStarted() ? AppendContext.current().readAhead(stream) : null;
        return ahead == null ? logs.readStream(stream, afterVersion) : ahead;
    }

    private static DomainEventMessage<?> message(String aggregateIdentifier, Recorded recorded) {
        return new GenericDomainEventMessage<>(
                recorded.event().getClass().getSimpleName(),
                aggregateIdentifier,
                recorded.version() - 1,
                new GenericMessage<>(recorded.eventId().toString(), recorded.event(), MetaData.emptyInstance()),
                recorded.recordedAt());
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken token, boolean mayBlock) {
        throw noSingleOrder();
    }

    static IllegalStateException noSingleOrder() {
        return new IllegalStateException("several logs have no common order; a processor follows a LogSource");
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        if (snapshots != null) snapshots.keep(snapshot);
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        return snapshots == null ? Optional.empty() : snapshots.find(aggregateIdentifier);
    }
}

package io.stageline.eventlog;

import io.stageline.eventlog.Append.Appended;
import io.stageline.eventlog.Append.NewEvent;
import io.stageline.events.Identified;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** The log as the storage engine of Axon's aggregates: one unit of work is one request of a group commit. */
public final class LogStorageEngine implements EventStorageEngine {
    private static final long COMMIT_SECONDS = 10;

    private final EventLog log;

    public LogStorageEngine(EventLog log) {
        this.log = log;
    }

    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        if (events.isEmpty()) return;
        var unitOfWork = CurrentUnitOfWork.get();
        var context = AppendContext.current();
        var first = (DomainEventMessage<?>) events.get(0);
        context.mustMatch(first.getSequenceNumber());
        var request = new Append(
                StreamKey.parse(first.getAggregateIdentifier()),
                first.getSequenceNumber(),
                events.stream().map(event -> newEvent(first, event)).toList(),
                context.origin(),
                context.answer(unitOfWork),
                AppendContext.keyChange(unitOfWork));
        context.appended(await(log.append(request)));
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

    private static Appended await(CompletableFuture<Appended> verdict) {
        try {
            return verdict.get(COMMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof AppendConflict conflict)
                throw new ConcurrencyException(conflict.getMessage(), conflict);
            if (refused.getCause() instanceof LogUnavailable unavailable) throw unavailable;
            throw new LogUnavailable("append failed", refused.getCause());
        } catch (TimeoutException silent) {
            throw new LogUnavailable("the event log did not answer in time", silent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("interrupted while appending", stopped);
        }
    }

    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        var stream = StreamKey.parse(aggregateIdentifier);
        var ahead = CurrentUnitOfWork.isStarted() ? AppendContext.current().readAhead(stream) : null;
        var recorded = ahead == null ? log.readStream(stream, firstSequenceNumber) : ahead;
        return DomainEventStream.of(recorded.stream().map(event -> message(aggregateIdentifier, event)));
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
        var after = token == null ? 0 : token.position().orElseThrow();
        return log.readAfter(after, Integer.MAX_VALUE).stream().map(RecordedMessage::new);
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        throw new IllegalStateException("aggregates are not snapshotted; their streams are short and cached");
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        return Optional.empty();
    }
}

package io.stageline.eventlog;

import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.jspecify.annotations.Nullable;

/** The log as the event store of Axon's aggregates and processors. */
public final class LogEventStore extends AbstractEventStore {
    private final LogSource source;

    private LogEventStore(Builder builder, EventLog log) {
        super(builder);
        source = new LogSource(log);
    }

    public static LogEventStore of(EventLog log) {
        return of(log, null);
    }

    /** Aggregates begin from snapshots where there are some. */
    public static LogEventStore of(EventLog log, @Nullable Snapshots snapshots) {
        return new LogEventStore(new Builder(new LogStorageEngine(log, snapshots)), log);
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return source.openStream(token);
    }

    private static final class Builder extends AbstractEventStore.Builder {
        Builder(LogStorageEngine engine) {
            storageEngine(engine);
        }
    }
}

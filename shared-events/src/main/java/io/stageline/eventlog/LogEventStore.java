package io.stageline.eventlog;

import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.jspecify.annotations.Nullable;

/** The logs as the event store of Axon's aggregates. */
public final class LogEventStore extends AbstractEventStore {
    private LogEventStore(Builder builder) {
        super(builder);
    }

    public static LogEventStore of(EventLogs logs) {
        return of(logs, null);
    }

    /** Aggregates begin from snapshots where there are some. */
    public static LogEventStore of(EventLogs logs, @Nullable Snapshots snapshots) {
        return new LogEventStore(new Builder(new LogStorageEngine(logs, snapshots)));
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        throw LogStorageEngine.noSingleOrder();
    }

    private static final class Builder extends AbstractEventStore.Builder {
        Builder(LogStorageEngine engine) {
            storageEngine(engine);
        }
    }
}

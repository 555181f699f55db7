package io.stageline.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;

/** The events after a position, as many at once as there are; it wakes at once when the log grows. */
final class LogStream implements BlockingStream<TrackedEventMessage<?>> {
    private static final int AT_ONCE = 1_000;

    private final EventLog log;
    private final Gathering gathering = new Gathering();
    private List<Recorded> next = new ArrayList<>();
    private long position;

    LogStream(EventLog log, long position) {
        this.log = log;
        this.position = position;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return hasNextAvailable() ? Optional.of(new RecordedBatch(List.copyOf(next))) : Optional.empty();
    }

    @Override
    public boolean hasNextAvailable() {
        if (next.isEmpty() && log.tail().head() > position) take(log.readAfter(position, AT_ONCE));
        return !next.isEmpty();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        return !next.isEmpty() || log.tail().await(position, unit.toMillis(timeout)) && hasNextAvailable();
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(1, TimeUnit.SECONDS)) continue;
        gathering.await();
        take(log.tail().after(position, AT_ONCE - next.size())); // what came since they were looked at goes with them
        var batch = new RecordedBatch(next);
        gathering.took(next.size());
        next = new ArrayList<>();
        return batch;
    }

    private void take(List<Recorded> events) {
        next.addAll(events);
        if (!events.isEmpty()) position = events.get(events.size() - 1).position();
    }

    @Override
    public void close() {
        next.clear();
    }
}

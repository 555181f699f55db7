package io.stageline.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;

/** The events after a position, as many at once as there are; it wakes at once when the log grows. */
final class LogStream implements BlockingStream<TrackedEventMessage<?>> {
    private static final int AT_ONCE = 1_000;
    private static final long GATHERING_NANOS_EACH = 300_000;
    private static final long GATHERING_NANOS_MOST = 8_000_000;

    private final EventLog log;
    private List<Recorded> next = new ArrayList<>();
    private long position;
    private long gatheredAt = System.nanoTime();

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
        LockSupport.parkNanos(gatheredAt - System.nanoTime());
        take(log.tail().after(position, AT_ONCE - next.size())); // what came since they were looked at goes with them
        var batch = new RecordedBatch(next);
        gatheredAt = System.nanoTime() + gathering(next.size());
        next = new ArrayList<>();
        return batch;
    }

    /** Where many events come, the next ones may gather a moment: every batch has a cost that is not that of its events. */
    private static long gathering(int events) {
        return Math.min(events * GATHERING_NANOS_EACH, GATHERING_NANOS_MOST);
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

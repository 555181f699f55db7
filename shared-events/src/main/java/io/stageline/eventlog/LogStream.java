package io.stageline.eventlog;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;

/** The events after a position, one by one; it wakes at once when the log grows, and looks by itself when told nothing. */
final class LogStream implements BlockingStream<TrackedEventMessage<?>> {
    private static final int READ = 1_000;

    private final EventLog log;
    private final ArrayDeque<Recorded> buffer = new ArrayDeque<>();
    private long position;

    LogStream(EventLog log, long position) {
        this.log = log;
        this.position = position;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        if (buffer.isEmpty() && log.tail().head() > position) fill();
        return Optional.ofNullable(buffer.peek()).map(RecordedMessage::new);
    }

    @Override
    public boolean hasNextAvailable() {
        if (buffer.isEmpty() && log.tail().head() > position) fill();
        return !buffer.isEmpty();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        if (!buffer.isEmpty()) return true;
        log.tail().await(position, unit.toMillis(timeout));
        fill();
        return !buffer.isEmpty();
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(1, TimeUnit.SECONDS)) continue;
        return new RecordedMessage(buffer.remove());
    }

    private void fill() {
        buffer.addAll(log.readAfter(position, READ));
        if (!buffer.isEmpty()) position = buffer.getLast().position();
    }

    @Override
    public void close() {
        buffer.clear();
    }
}

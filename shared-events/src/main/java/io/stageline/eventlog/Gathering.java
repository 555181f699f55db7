package io.stageline.eventlog;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets events gather where many come: every batch has a cost that is not that of its events. Who found little goes on at
 * once, who found much rests a moment before the next batch; the first event after a quiet time never waits.
 */
public final class Gathering {
    private static final long NANOS_EACH = 300_000;
    private static final long NANOS_MOST = 8_000_000;

    private long gatheredAt = System.nanoTime();

    /** Waits until the events after the last batch have gathered; an interrupt ends the wait. */
    public void await() {
        for (var nanos = left(); nanos > 0 && !Thread.currentThread().isInterrupted(); nanos = left())
            LockSupport.parkNanos(nanos);
    }

    /** Tells that a batch of so many events has been taken. */
    public void took(int events) {
        gatheredAt = System.nanoTime() + nanosAfter(events);
    }

    private long left() {
        return gatheredAt - System.nanoTime();
    }

    static long nanosAfter(int events) {
        return Math.min(events * NANOS_EACH, NANOS_MOST);
    }
}

package io.stageline.eventlog;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * How far somebody who follows a log has come: what concerns nobody is passed by without a transaction, since a follower
 * that dies passes it by again. Where it ends is to be stored now and then, so that others need not begin far behind.
 */
public final class PassingBy {
    private static final int AT_ONCE = 1_000;
    private static final long STORED_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long UNKNOWN = -1;

    private final EventLog log;
    private final Gathering gathering = new Gathering();
    private long position = UNKNOWN;
    private long stored = UNKNOWN;
    private long storedAt;

    public PassingBy(EventLog log) {
        this.log = log;
    }

    /** Passes by the next events; false when there is one that concerns somebody, or when it is time to look at what is stored. */
    public boolean passes(Predicate<Recorded> concerns) {
        gathering.await();
        if (!isKnown() || System.nanoTime() - storedAt > STORED_EVERY_NANOS) return false;
        if (log.tail().head() <= position) return true;
        var events = log.readAfter(position, AT_ONCE);
        for (var event : events) {
            if (concerns.test(event)) return false;
            position = event.position();
        }
        gathering.took(events.size());
        return true;
    }

    /** Up to here everything is stored, or concerns nobody. */
    public long position() {
        return position;
    }

    /** Where to go on from what is stored: further on if nobody else has stored anything since. */
    public long from(long found) {
        return found == stored ? position : found;
    }

    /** Whether anything was stored from here since it was forgotten. */
    public boolean isKnown() {
        return stored != UNKNOWN;
    }

    /** Whether what is stored is what was stored last from here. */
    public boolean isAlone(long found) {
        return found == stored;
    }

    /** Everything up to here is stored now, of which so many events were taken just now. */
    public void stored(long upTo, int events) {
        position = upTo;
        stored = upTo;
        storedAt = System.nanoTime();
        gathering.took(events);
    }

    /** What is remembered may be ahead of what is stored. */
    public void forget() {
        stored = UNKNOWN;
    }

    /** Waits until there is more, but not longer than this. */
    public void await(long millis) throws InterruptedException {
        log.await(position, millis);
    }
}

package io.stageline.journal.query;

import io.stageline.journal.events.Staleness;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** Ages in whole days as the clock tells them at one moment, and the moment from which it tells another one. */
final class Ages {
    private static final long DAY = TimeUnit.DAYS.toMicros(1);
    private static final long SECOND = TimeUnit.SECONDS.toMicros(1);
    private static final Staleness[] LEVELS = Staleness.values();

    private final long now;
    private long until = Long.MAX_VALUE;

    Ages(Instant now) {
        this.now = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    }

    /** The days since a time; 0 if it lies ahead. Times are microseconds since 1970. */
    long days(long since) {
        return days(since, 0);
    }

    /** The days since a time, and the seconds that had passed before it. */
    long days(long since, long secondsBefore) {
        var before = secondsBefore * SECOND;
        var days = (Math.max(0, now - since) + before) / DAY;
        holdsUntil(since + (days + 1) * DAY - before);
        return days;
    }

    /** Whether so many days since the time are full. */
    boolean isFull(long days, long since) {
        holdsUntil(since + days * DAY);
        return now >= since + days * DAY;
    }

    static Staleness level(long days) {
        for (var i = LEVELS.length - 1; i > 0; i--) if (days >= LEVELS[i].fromDays()) return LEVELS[i];
        return LEVELS[0];
    }

    /** When the first of all these answers changes, in microseconds since 1970; 0 if none ever does. */
    long until() {
        return until == Long.MAX_VALUE ? 0 : until;
    }

    private void holdsUntil(long change) {
        if (change > now && change < until) until = change;
    }
}

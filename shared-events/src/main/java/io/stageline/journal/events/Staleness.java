package io.stageline.journal.events;

import java.time.Duration;
import java.time.Instant;

/** How fresh a completed stage is: fresh below 7 days, aging below 30, stale below 90, very_stale from 90 on (S1-P5.a). */
public enum Staleness {
    fresh(0),
    aging(7),
    stale(30),
    very_stale(90);

    private final long fromDays;

    Staleness(long fromDays) {
        this.fromDays = fromDays;
    }

    /** Age in whole days at which this level begins. */
    public long fromDays() {
        return fromDays;
    }

    /** Whole days between the two instants; a time that lies ahead is 0 days ago. */
    public static long daysAgo(Instant at, Instant now) {
        return Math.max(0, Duration.between(at, now).toDays());
    }

    /** The level of something that happened at the given instant. */
    public static Staleness of(Instant at, Instant now) {
        var days = daysAgo(at, now);
        if (days >= very_stale.fromDays) return very_stale;
        if (days >= stale.fromDays) return stale;
        return days >= aging.fromDays ? aging : fresh;
    }
}

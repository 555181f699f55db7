package io.stageline.projection.parked;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feeds of a projection that fail again and again at the same place; after a minute of it that is an alarm. */
public final class Stuck {
    private static final Logger log = LoggerFactory.getLogger(Stuck.class);
    private static final Duration TOO_LONG = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Failing> failing = new ConcurrentHashMap<>();

    private record Failing(long position, Instant since, Instant last) {
        boolean isLong() {
            return Duration.between(since, last).compareTo(TOO_LONG) > 0;
        }

        /** One that is fed no more does not fail any more either. */
        boolean isRecent(Instant now) {
            return Duration.between(last, now).compareTo(TOO_LONG) < 0;
        }
    }

    /** One for all feeds of the projection, as its meter has its name. */
    public Stuck(String projection, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        Gauge.builder("stageline.alarm", this, stuck -> stuck.isAlarm() ? 1 : 0)
                .tag("name", "feed-stuck")
                .tag("projection", projection)
                .strongReference(true)
                .register(meters);
    }

    boolean isAlarm() {
        var now = clock.instant();
        return failing.values().stream().anyMatch(one -> one.isLong() && one.isRecent(now));
    }

    /** The batch of the feed that begins here failed once more; says whether it has done so for long. */
    boolean failed(String feed, long position, Throwable failure) {
        var now = clock.instant();
        var before = failing.getOrDefault(feed, new Failing(position, now, now));
        var begun = before.position == position ? before : new Failing(position, now, now);
        var one = new Failing(position, begun.since, now);
        failing.put(feed, one);
        if (one.isLong() && !begun.isLong())
            log.error("{}: does not get past position {}: {}", feed, position, Cause.told(failure));
        return one.isLong();
    }

    void wrote(String feed) {
        failing.remove(feed);
    }
}

package io.stageline.projection.admin;

import io.stageline.projection.Progressing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** How fast a job of this process is in its present phase. */
final class Speed implements Progressing {
    private static final Duration TOO_SOON = Duration.ofSeconds(1);

    private final UUID job;
    private final Clock clock;
    private final BooleanSupplier stop;
    private volatile Instant since;
    private volatile long seen;
    private volatile long expected;

    Speed(UUID job, Clock clock, BooleanSupplier stop) {
        this.job = job;
        this.clock = clock;
        this.stop = stop;
        this.since = clock.instant();
    }

    UUID job() {
        return job;
    }

    @Override
    public void phase(String phase, long expected) {
        seen = 0;
        this.expected = expected;
        since = clock.instant();
    }

    @Override
    public void seen(long events) {
        seen = events;
    }

    @Override
    public boolean stop() {
        return stop.getAsBoolean();
    }

    /** Events a second; 0 as long as it is too early to say. */
    long eventsPerSecond() {
        var took = Duration.between(since, clock.instant());
        return took.compareTo(TOO_SOON) < 0 ? 0 : seen * 1_000 / took.toMillis();
    }

    /** What is left of the phase at that speed, which is not 0. */
    long secondsLeft() {
        var speed = Math.max(1, eventsPerSecond());
        return Math.max(0, expected - seen + speed - 1) / speed;
    }
}

package io.stageline.projection.bulk;

import io.stageline.projection.Progressing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Keeps a job's row up to date, once a second at most, and stops the work when somebody asked that row for a pause. */
public final class JobWatch implements Progressing {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Jobs jobs;
    private final UUID job;
    private final Clock clock;
    private final Progressing other;
    private String phase = "beginning";
    private long seen;
    private long expected;
    private Instant told = Instant.MIN;
    private boolean pause;

    /** The other one is told the same, and may stop the work too. */
    public JobWatch(Jobs jobs, UUID job, Clock clock, Progressing other) {
        this.jobs = jobs;
        this.job = job;
        this.clock = clock;
        this.other = other;
    }

    @Override
    public void phase(String phase, long expected) {
        this.phase = phase;
        this.expected = expected;
        this.seen = 0;
        tell();
        other.phase(phase, expected);
    }

    @Override
    public void seen(long events) {
        seen = events;
        tellNowAndThen();
        other.seen(events);
    }

    @Override
    public boolean stop() {
        tellNowAndThen();
        return pause || other.stop();
    }

    private void tellNowAndThen() {
        if (!clock.instant().isBefore(told.plus(BETWEEN))) tell();
    }

    private void tell() {
        told = clock.instant();
        pause |= jobs.seen(job, phase, seen, expected);
    }
}

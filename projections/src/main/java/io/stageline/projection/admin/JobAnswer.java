package io.stageline.projection.admin;

import io.stageline.projection.bulk.Job;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job as administrators of a tenant see it; of one for all tenants they see that it is there, and no numbers. */
record JobAnswer(
        UUID jobId,
        Kind kind,
        String projection,
        @Nullable Integer generation,
        State state,
        String phase,
        @Nullable Integer rate,
        @Nullable Long seen,
        @Nullable Long expected,
        @Nullable Long eventsPerSecond,
        @Nullable Long secondsLeft,
        @Nullable Long differences,
        @Nullable String failure,
        Instant startedAt,
        Instant updatedAt) {

    /** What is done. */
    enum Kind {
        run,
        verify,
        repair
    }

    /** Whether somebody is at work; pausing until its next checkpoint. */
    enum State {
        running,
        pausing,
        paused,
        done,
        failed
    }

    static JobAnswer of(Job job, @Nullable Speed speed) {
        var own = job.tenant() != null;
        var known = own && speed != null && speed.eventsPerSecond() > 0 ? speed : null;
        return new JobAnswer(
                job.id(),
                Kind.valueOf(lower(job.kind())),
                job.projection(),
                job.generation(),
                state(job),
                job.phase(),
                own ? job.rate() : null,
                own ? job.seen() : null,
                own ? job.expected() : null,
                known == null ? null : known.eventsPerSecond(),
                known == null ? null : known.secondsLeft(),
                own ? job.differences() : null,
                own ? job.failure() : null,
                job.startedAt(),
                job.updatedAt());
    }

    private static State state(Job job) {
        return job.state() == Job.State.RUNNING && job.pauseWanted()
                ? State.pausing
                : State.valueOf(lower(job.state()));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}

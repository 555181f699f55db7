package io.stageline.projection.admin;

import io.stageline.projection.Progressing;
import io.stageline.projection.bulk.Job;
import io.stageline.projection.bulk.JobWatch;
import io.stageline.projection.bulk.Jobs;
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.projection.verify.Verification;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of this process, one after the other on one thread. The one at work is paused at a checkpoint when the process
 * stops, and when it has kept others from working for an hour.
 */
final class JobRunner implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
    private static final int CHECKPOINT_SECONDS = 5;
    // The others of the installation wait for the lock meanwhile.
    private static final Duration LONGEST = Duration.ofHours(1);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "replay");
        thread.setDaemon(true);
        return thread;
    });
    private final Jobs jobs;
    private final Clock clock;
    private volatile @Nullable Speed speed;
    private volatile boolean closing;

    JobRunner(Jobs jobs, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    /** What a job does. */
    interface Work {
        Outcome run(Progressing watcher) throws SQLException, InterruptedException;
    }

    /** How a job ends: done with a number of differences, paused, or failed with a code. */
    record Outcome(
            Job.State state,
            @Nullable Long differences,
            @Nullable String failure) {
        static final Outcome PAUSED = new Outcome(Job.State.PAUSED, null, null);

        static Outcome done(long differences) {
            return new Outcome(Job.State.DONE, differences, null);
        }

        static Outcome failed(String code) {
            return new Outcome(Job.State.FAILED, null, code);
        }
    }

    /** Begins the job, which gives the lock back at its end. */
    void begin(ReplayLock lock, Job job, Work work) {
        try {
            thread.execute(() -> run(lock, job, work));
        } catch (RejectedExecutionException stopping) {
            end(lock, job, Outcome.PAUSED);
        }
    }

    private void run(ReplayLock lock, Job job, Work work) {
        var end = clock.instant().plus(LONGEST);
        var watched =
                new Speed(job.id(), clock, () -> closing || clock.instant().isAfter(end));
        speed = watched;
        try {
            end(lock, job, outcome(job, work, watched));
        } finally {
            speed = null;
        }
    }

    private Outcome outcome(Job job, Work work, Speed watched) {
        try {
            return closing ? Outcome.PAUSED : work.run(new JobWatch(jobs, job.id(), clock, watched));
        } catch (Verification.Stopped | InterruptedException stopped) {
            return Outcome.PAUSED;
        } catch (SQLException | RuntimeException failed) {
            log.warn("job {} failed: {}", job.id(), Failures.told(failed)); // what it says may be personal
            return Outcome.failed(Failures.code(failed));
        }
    }

    /** First the job's row, then the lock: whoever finds the lock free finds no job at work. */
    private void end(ReplayLock lock, Job job, Outcome outcome) {
        try (lock) {
            jobs.end(job.id(), outcome.state(), outcome.differences(), outcome.failure());
        } catch (SQLException | RuntimeException lost) { // it is shown as paused from now on
            log.warn("how job {} ended cannot be kept: {}", job.id(), Failures.told(lost));
        }
    }

    /** How fast the job is, if this process is at work on it. */
    @Nullable
    Speed speedOf(UUID job) {
        var now = speed;
        return now != null && now.job().equals(job) ? now : null;
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.shutdown();
        if (!thread.awaitTermination(CHECKPOINT_SECONDS, TimeUnit.SECONDS)) thread.shutdownNow();
    }
}

package io.stageline.projection.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.projection.Generation;
import io.stageline.projection.admin.JobRunner.Outcome;
import io.stageline.projection.bulk.Job;
import io.stageline.projection.bulk.Job.Kind;
import io.stageline.projection.bulk.Jobs;
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.test.Hands;
import io.stageline.test.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobRunnerTest {
    private static final Generation GENERATION =
            new Generation("grid", 4, 4, UUID.randomUUID(), Generation.State.BUILDING, "grid@4");

    private final Hands clock = new Hands();

    @Test
    void whoever_keeps_others_from_working_for_an_hour_is_paused() throws Exception {
        try (var database = TestDatabase.migrated()) {
            var jobs = new Jobs(database.asAdmin(), clock);
            var job = jobs.begin(Kind.RUN, GENERATION, 1, "key of a tenant");
            var atWork = new CountDownLatch(1);
            var asked = new CountDownLatch(1);
            var runner = new JobRunner(jobs, clock);
            runner.begin(ReplayLock.take(database.asAdmin(), "grid", "key of a tenant"), job, watcher -> {
                clock.move(Duration.ofMinutes(59));
                assertThat(watcher.stop()).isFalse();
                atWork.countDown();
                while (!watcher.stop()) Thread.onSpinWait();
                asked.countDown();
                return Outcome.PAUSED;
            });
            atWork.await();
            clock.move(Duration.ofMinutes(2));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            runner.close();
            assertThat(jobs.find(job.id())).map(Job::state).contains(Job.State.PAUSED);
            ReplayLock.take(database.asAdmin(), "grid", "an operator").close();
        }
    }
}

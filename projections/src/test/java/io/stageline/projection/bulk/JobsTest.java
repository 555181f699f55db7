package io.stageline.projection.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.projection.Generation;
import io.stageline.projection.Progressing;
import io.stageline.projection.bulk.Job.Kind;
import io.stageline.projection.bulk.Job.State;
import io.stageline.test.TestDatabase;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {
    private static final UUID TENANT = UUID.randomUUID();

    private final TestDatabase database = TestDatabase.migrated();
    private final Jobs jobs = new Jobs(database.asAdmin(), Clock.systemUTC());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_running_job_is_found_again_with_how_far_it_is() {
        var job = jobs.begin(Kind.RUN, generation(3, null), 500, "somebody");
        assertThat(jobs.seen(job.id(), "folding", 7, 10)).isFalse();
        assertThat(jobs.find(job.id())).hasValueSatisfying(found -> {
            assertThat(found.state()).isEqualTo(State.RUNNING);
            assertThat(found.phase()).isEqualTo("folding");
            assertThat(found.seen()).isEqualTo(7);
            assertThat(found.expected()).isEqualTo(10);
            assertThat(found.rate()).isEqualTo(500);
            assertThat(found.holder()).isEqualTo("somebody");
        });
    }

    @Test
    void whoever_works_learns_that_somebody_wants_a_pause() {
        var job = jobs.begin(Kind.RUN, generation(3, null), 0, "somebody");
        var watch = new JobWatch(jobs, job.id(), Clock.systemUTC(), never());
        watch.phase("folding", 10);
        assertThat(watch.stop()).isFalse();
        assertThat(jobs.pause(job.id())).isTrue();
        assertThat(jobs.wantsPause(job.id())).isTrue();
        watch.phase("indexing", 0);
        assertThat(watch.stop()).isTrue();
        jobs.end(job.id(), State.PAUSED, null, null);
        assertThat(jobs.pause(job.id())).isFalse();
    }

    @Test
    void the_job_of_a_killed_process_is_gone_on_with_under_its_id() {
        var killed = jobs.begin(Kind.RUN, generation(3, null), 0, "the first");
        jobs.pause(killed.id());
        var next = jobs.begin(Kind.RUN, generation(3, null), 7, "the second");
        assertThat(next.id()).isEqualTo(killed.id());
        assertThat(next.holder()).isEqualTo("the second");
        assertThat(next.pauseWanted()).isFalse();

        var other = jobs.begin(Kind.VERIFY, generation(3, null), 0, "the third");
        assertThat(other.id()).isNotEqualTo(killed.id());
        assertThat(jobs.find(killed.id())).map(Job::state).contains(State.PAUSED);
    }

    @Test
    void how_it_ended_is_kept() {
        var job = jobs.begin(Kind.VERIFY, generation(3, null), 0, "somebody");
        jobs.end(job.id(), State.FAILED, 3L, "NO_SPACE");
        assertThat(jobs.find(job.id())).hasValueSatisfying(ended -> {
            assertThat(ended.state()).isEqualTo(State.FAILED);
            assertThat(ended.differences()).isEqualTo(3);
            assertThat(ended.failure()).isEqualTo("NO_SPACE");
        });
        assertThat(jobs.begin(Kind.VERIFY, generation(3, null), 0, "somebody").id())
                .isNotEqualTo(job.id());
    }

    @Test
    void a_tenant_is_told_of_its_own_jobs_and_of_those_of_all() {
        var common = jobs.begin(Kind.RUN, generation(3, null), 0, "somebody").id();
        var own = jobs.begin(Kind.RUN, generation(4, TENANT), 0, "somebody").id();
        var others = jobs.begin(Kind.RUN, generation(5, UUID.randomUUID()), 0, "somebody")
                .id();
        assertThat(jobs.of(TENANT)).extracting(Job::id).containsExactlyInAnyOrder(common, own);
        assertThat(jobs.of(null)).extracting(Job::id).containsExactlyInAnyOrder(common, own, others);
    }

    private static Generation generation(int number, @Nullable UUID tenant) {
        return new Generation("grid", number, 2, tenant, Generation.State.BUILDING, "grid@" + number);
    }

    private static Progressing never() {
        return new Progressing() {
            @Override
            public void phase(String phase, long expected) {}

            @Override
            public void seen(long events) {}

            @Override
            public boolean stop() {
                return false;
            }
        };
    }
}

package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.stageline.projection.Feeding;
import io.stageline.projection.Generation;
import io.stageline.projection.Progressing;
import io.stageline.projection.Projection;
import io.stageline.projection.Switching.NotNow;
import io.stageline.projection.admin.JobRunner.Outcome;
import io.stageline.projection.bulk.Job;
import io.stageline.projection.bulk.Job.Kind;
import io.stageline.projection.bulk.Jobs;
import io.stageline.projection.bulk.Rebuild;
import io.stageline.projection.bulk.Rebuild.Wish;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins, shows, pauses and resumes the jobs of a tenant. */
final class ReplayDesk {
    /** Events a second at most; while others append events, a build gives way to them. */
    static final int MOST_RATE = 10_000;

    private static final int MOST_ROWS = 20_000;
    private static final Duration CHECKPOINT = Duration.ofSeconds(20);
    private static final Set<Generation.State> TO_GO_ON_WITH =
            Set.of(Generation.State.BUILDING, Generation.State.FOLLOWING, Generation.State.VERIFIED);
    private static final Set<Generation.State> TO_BE_PROVEN =
            Set.of(Generation.State.FOLLOWING, Generation.State.VERIFIED, Generation.State.LIVE, Generation.State.WARM);

    private final TenantJobs ofTenants;
    private final OwnGenerations generations;
    private final Jobs jobs;
    private final JobRunner runner;
    private final Rebuild rebuild;
    private final Proving proving;
    private final Promotion promotion;
    private final Feeding feeding;

    ReplayDesk(
            TenantJobs ofTenants,
            OwnGenerations generations,
            Jobs jobs,
            JobRunner runner,
            Rebuild rebuild,
            Proving proving,
            Promotion promotion,
            Feeding feeding) {
        this.ofTenants = ofTenants;
        this.generations = generations;
        this.jobs = jobs;
        this.runner = runner;
        this.rebuild = rebuild;
        this.proving = proving;
        this.promotion = promotion;
        this.feeding = feeding;
    }

    /** Begins a generation of the tenant, or goes on with the one that is begun, and proves it. */
    JobAnswer start(Caller caller, String name, int rate, boolean promote) throws SQLException {
        var projection = generations.chosen(name);
        return begun(caller, projection, () -> {
            var generation = rebuild.begin(List.of(projection), caller.tenant()).get(0);
            return run(caller, projection, generation, rate, promote);
        });
    }

    /** Compares a generation of the tenant with the log. */
    JobAnswer verify(Caller caller, String name, int number, boolean whole) throws SQLException {
        var projection = generations.projection(name);
        var generation = generations.find(caller, name, number);
        generations.mustBeOfThisVersion(projection, generation);
        if (!TO_BE_PROVEN.contains(generation.state()))
            throw Failures.state(generation, "Only a generation that is complete can be compared with the log.");
        return begun(
                caller,
                projection,
                () -> new Begun(
                        jobs.begin(Kind.VERIFY, generation, 0, OwnGenerations.holder(caller)),
                        generation,
                        Map.of("whole", whole),
                        watcher -> Outcome.done(proving.prove(projection, generation, whole, watcher))));
    }

    /** A job that has its row, and what it does. */
    private record Begun(Job job, Generation generation, Map<String, ?> details, JobRunner.Work work) {}

    private Begun run(Caller caller, Projection projection, Generation generation, int rate, boolean promote) {
        var job = jobs.begin(Kind.RUN, generation, rate, OwnGenerations.holder(caller));
        var wish = new Wish(rate, true, MOST_ROWS, CHECKPOINT);
        return new Begun(
                job,
                generation,
                Map.of("rate", rate, "promote", promote),
                watcher -> build(caller, projection, wish, promote, watcher));
    }

    private Outcome build(Caller caller, Projection projection, Wish wish, boolean promote, Progressing watcher)
            throws SQLException, InterruptedException {
        var rebuilt = rebuild.run(List.of(projection), caller.tenant(), wish, watcher);
        if (rebuilt.paused()) return Outcome.PAUSED;
        feeding.look();
        var generation = rebuilt.generations().get(0);
        var differing = proving.prove(projection, generation, false, watcher);
        if (!promote || differing > 0) return Outcome.done(differing);
        return promotion.whenCaughtUp(caller, generation, watcher) ? Outcome.done(0) : Outcome.PAUSED;
    }

    /** The lock goes over to the job; if none begins, it is given back. */
    private JobAnswer begun(Caller caller, Projection projection, OwnGenerations.Deed<Begun> beginning)
            throws SQLException {
        var lock = generations.lock(caller, projection.name());
        var handedOver = false;
        try {
            var begun = beginning.done();
            var action = begun.job.kind() == Kind.RUN ? "run" : "verify";
            generations.audit(caller, action, begun.generation, begun.details);
            runner.begin(lock, begun.job, begun.work);
            handedOver = true;
            return answer(begun.job);
        } catch (NotNow refused) {
            throw Failures.notNow(refused);
        } finally {
            if (!handedOver) lock.close();
        }
    }

    /** The tenant's jobs and, without their numbers, those for all tenants; the newest first. */
    Page<JobAnswer> list(Caller caller, int limit, @Nullable UUID cursor) throws SQLException {
        var all = ofTenants.of(caller).stream().map(this::answer).toList();
        return Page.of(all, JobAnswer::jobId, limit, cursor);
    }

    JobAnswer find(Caller caller, UUID job) throws SQLException {
        return answer(ofTenants.known(caller, job));
    }

    /** Asks whoever is at work to stop at the next checkpoint; a job that nobody works on stays as it is. */
    JobAnswer pause(Caller caller, UUID id) throws SQLException {
        var job = ofTenants.own(caller, id);
        if (jobs.pause(id)) generations.audit(caller, "pause", generation(caller, job), Map.of("job", id.toString()));
        return find(caller, id);
    }

    /** Goes on with a build from its last checkpoint; a job that is at work or done stays as it is. */
    JobAnswer resume(Caller caller, UUID id) throws SQLException {
        var job = ofTenants.own(caller, id);
        if (job.state() == Job.State.RUNNING || job.state() == Job.State.DONE) return answer(job);
        var projection = generations.projection(job.projection());
        return begun(caller, projection, () -> {
            var generation = generation(caller, job);
            if (job.kind() != Kind.RUN)
                throw Failures.state(generation, "Only a build has checkpoints; begin the verification anew.");
            if (!TO_GO_ON_WITH.contains(generation.state()))
                throw Failures.state(generation, "The build of this generation is over.");
            generations.mustBeOfThisVersion(projection, generation);
            return run(caller, projection, generation, capped(job.rate()), false);
        });
    }

    private static int capped(int rate) {
        return rate == 0 ? MOST_RATE : Math.min(rate, MOST_RATE);
    }

    private Generation generation(Caller caller, Job job) throws SQLException {
        var number = job.generation();
        return generations.find(caller, job.projection(), number == null ? 0 : number);
    }

    private JobAnswer answer(Job job) {
        return JobAnswer.of(job, runner.speedOf(job.id()));
    }
}

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
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.refusal.Code;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Begins, shows, pauses and resumes the jobs of a tenant. */
final class ReplayDesk {
    /** Events a second at most, so that those who work meanwhile do not notice. */
    static final int MOST_RATE = 10_000;

    private static final int MOST_ROWS = 20_000;
    private static final Duration CHECKPOINT = Duration.ofSeconds(20);
    private static final Set<Generation.State> TO_GO_ON_WITH =
            Set.of(Generation.State.BUILDING, Generation.State.FOLLOWING, Generation.State.VERIFIED);
    private static final Set<Generation.State> TO_BE_PROVEN =
            Set.of(Generation.State.FOLLOWING, Generation.State.VERIFIED, Generation.State.LIVE, Generation.State.WARM);

    private final DataSource administrator;
    private final OwnGenerations generations;
    private final Jobs jobs;
    private final JobRunner runner;
    private final Rebuild rebuild;
    private final Proving proving;
    private final Promotion promotion;
    private final Feeding feeding;

    ReplayDesk(
            DataSource administrator,
            OwnGenerations generations,
            Jobs jobs,
            JobRunner runner,
            Rebuild rebuild,
            Proving proving,
            Promotion promotion,
            Feeding feeding) {
        this.administrator = administrator;
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
        var wish = new Wish(rate, MOST_ROWS, CHECKPOINT);
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
        var all = of(caller).stream().map(this::answer).toList();
        return Page.of(all, JobAnswer::jobId, limit, cursor);
    }

    JobAnswer find(Caller caller, UUID job) throws SQLException {
        return answer(known(caller, job));
    }

    /** Asks whoever is at work to stop at the next checkpoint; a job that nobody works on stays as it is. */
    JobAnswer pause(Caller caller, UUID id) throws SQLException {
        var job = own(caller, id);
        if (jobs.pause(id)) generations.audit(caller, "pause", generation(caller, job), Map.of("job", id.toString()));
        return find(caller, id);
    }

    /** Goes on with a build from its last checkpoint; a job that is at work or done stays as it is. */
    JobAnswer resume(Caller caller, UUID id) throws SQLException {
        var job = own(caller, id);
        if (job.state() == Job.State.RUNNING || job.state() == Job.State.DONE) return answer(job);
        var generation = generation(caller, job);
        if (job.kind() != Kind.RUN)
            throw Failures.state(generation, "Only a build has checkpoints; begin the verification anew.");
        if (!TO_GO_ON_WITH.contains(generation.state()))
            throw Failures.state(generation, "The build of this generation is over.");
        var projection = generations.projection(job.projection());
        generations.mustBeOfThisVersion(projection, generation);
        return begun(caller, projection, () -> run(caller, projection, generation, capped(job.rate()), false));
    }

    private static int capped(int rate) {
        return rate == 0 ? MOST_RATE : Math.min(rate, MOST_RATE);
    }

    private Generation generation(Caller caller, Job job) throws SQLException {
        var number = job.generation();
        return generations.find(caller, job.projection(), number == null ? 0 : number);
    }

    private Job own(Caller caller, UUID id) throws SQLException {
        var job = known(caller, id);
        if (job.tenant() == null)
            throw Code.FORBIDDEN
                    .because("This job is for all tenants; an operator controls it from the command line.")
                    .asException();
        return job;
    }

    private Job known(Caller caller, UUID id) throws SQLException {
        return of(caller).stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> Code.UNKNOWN_JOB.because("There is no such job.").asException());
    }

    /** Who is said to be at work without the lock was killed, and is shown as paused. */
    private List<Job> of(Caller caller) throws SQLException {
        var known = jobs.of(caller.tenant());
        var atWork = known.stream()
                .filter(job -> job.state() == Job.State.RUNNING)
                .map(Job::projection)
                .collect(Collectors.toSet());
        var killed = 0;
        for (var projection : atWork) killed += endKilled(caller, projection);
        return killed == 0 ? known : jobs.of(caller.tenant());
    }

    private int endKilled(Caller caller, String projection) throws SQLException {
        try (var lock = ReplayLock.take(administrator, projection, OwnGenerations.holder(caller))) {
            return jobs.endKilled(projection);
        } catch (Held atWork) {
            return 0;
        }
    }

    private JobAnswer answer(Job job) {
        return JobAnswer.of(job, runner.speedOf(job.id()));
    }
}

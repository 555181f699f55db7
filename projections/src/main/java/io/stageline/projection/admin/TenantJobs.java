package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.stageline.projection.bulk.Job;
import io.stageline.projection.bulk.Jobs;
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.refusal.Code;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The jobs that a tenant may know of: its own, and that there are some for all tenants. Those of others do not exist here. */
final class TenantJobs {
    private final DataSource administrator;
    private final Jobs jobs;

    TenantJobs(DataSource administrator, Jobs jobs) {
        this.administrator = administrator;
        this.jobs = jobs;
    }

    /** The newest first; who is said to be at work without the lock was killed, and is shown as paused. */
    List<Job> of(Caller caller) throws SQLException {
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

    Job known(Caller caller, UUID id) throws SQLException {
        return of(caller).stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> Code.UNKNOWN_JOB.because("There is no such job.").asException());
    }

    /** One that the caller may control. */
    Job own(Caller caller, UUID id) throws SQLException {
        var job = known(caller, id);
        if (job.tenant() == null)
            throw Code.FORBIDDEN
                    .because("This job is for all tenants; an operator controls it from the command line.")
                    .asException();
        return job;
    }
}

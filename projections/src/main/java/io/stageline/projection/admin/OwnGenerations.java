package io.stageline.projection.admin;

import static java.util.stream.Collectors.joining;

import io.stageline.http.Caller;
import io.stageline.projection.AsOwner;
import io.stageline.projection.Catalog;
import io.stageline.projection.Generation;
import io.stageline.projection.Projection;
import io.stageline.projection.ReplayAudit;
import io.stageline.projection.Switching.NotNow;
import io.stageline.projection.bulk.Job;
import io.stageline.projection.bulk.Jobs;
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.projection.bulk.ReplayLock.Held;
import io.stageline.refusal.Code;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The generations of the caller's tenant. Those of other tenants do not exist here; those of everybody are shown, but
 * belong to the installation, whose operator has a command line.
 */
final class OwnGenerations {
    private static final long PID = ProcessHandle.current().pid();

    private final Catalog catalog = new Catalog();
    private final List<Projection> projections;
    private final Jobs jobs;
    private final DataSource administrator;

    OwnGenerations(List<Projection> projections, Jobs jobs, DataSource administrator) {
        this.projections = projections;
        this.jobs = jobs;
        this.administrator = administrator;
    }

    /** The projection that an address names. */
    Projection projection(String name) {
        return known(name).orElseThrow(() -> Code.UNKNOWN_PROJECTION
                .because("There is no such projection.")
                .asException());
    }

    /** The projection that a body names. */
    Projection chosen(String name) {
        var names = projections.stream().map(Projection::name).sorted().toList();
        return known(name).orElseThrow(() -> Code.INVALID
                .because("The projections are: " + names.stream().collect(joining(", ")))
                .at("/projection")
                .with("known", names)
                .asException());
    }

    private Optional<Projection> known(String name) {
        return projections.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** A generation that the caller may act on, as it is now; what is dropped is history only. */
    Generation find(Caller caller, String projection, int number) throws SQLException {
        var found = AsOwner.transaction(administrator, owner -> catalog.find(owner, projection, number))
                .filter(one -> one.state() != Generation.State.DROPPED)
                .filter(one -> one.tenant() == null || one.tenant().equals(caller.tenant()))
                .orElseThrow(() -> Code.UNKNOWN_GENERATION
                        .because("There is no such generation.")
                        .asException());
        if (found.tenant() == null)
            throw Code.FORBIDDEN
                    .because("This generation is everybody's; an operator changes it from the command line.")
                    .asException();
        return found;
    }

    /** Another version of the application has other tables. */
    void mustBeOfThisVersion(Projection projection, Generation generation) {
        if (generation.shape() != projection.shape())
            throw Failures.state(generation, "This generation is of another version of the application.");
    }

    /** The right to work on the projection, which one has at a time. */
    ReplayLock lock(Caller caller, String projection) throws SQLException {
        try {
            return ReplayLock.take(administrator, projection, holder(caller));
        } catch (Held held) {
            throw Failures.atWork(isOwn(caller, held) ? held.holder() : "another one of this installation");
        }
    }

    /** The name of who is at work, of which a connection keeps 63 characters. */
    static String holder(Caller caller) {
        return Requests.actor(caller) + " over HTTP, pid " + PID;
    }

    /** Which machines and keys others have is not told. */
    private boolean isOwn(Caller caller, Held held) {
        var holder = held.holder();
        return holder.startsWith(Requests.actor(caller))
                || holder.startsWith(Requests.KEY)
                        && jobs.of(caller.tenant()).stream()
                                .anyMatch(job -> job.state() == Job.State.RUNNING
                                        && caller.tenant().equals(job.tenant())
                                        && job.holder().equals(holder));
    }

    /** What is done while nobody else works on the projection. */
    interface Deed<T> {
        T done() throws SQLException;
    }

    <T> T alone(Caller caller, String projection, Deed<T> deed) throws SQLException {
        try (var lock = lock(caller, projection)) {
            return deed.done();
        } catch (NotNow refused) {
            throw Failures.notNow(refused);
        }
    }

    void audit(Caller caller, String action, Generation generation, Map<String, ?> details) throws SQLException {
        AsOwner.transaction(administrator, owner -> {
            ReplayAudit.tell(owner, Requests.actor(caller), action, generation, caller.tenant(), details);
            return action;
        });
    }
}

package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.stageline.projection.AsOwner;
import io.stageline.projection.Catalog;
import io.stageline.projection.Feeding;
import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Progressing;
import io.stageline.projection.Switching;
import io.stageline.projection.Switching.NotNow;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Shows a tenant another generation of its own, or the one before again; readers of other tenants see what they saw. */
final class Promotion {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PAUSE_MILLIS = 200;
    // Whoever sees what is replaced waits meanwhile, other tenants too: it is not tried in vain.
    private static final long NEAR = 1_000;

    private final Catalog catalog = new Catalog();
    private final DataSource administrator;
    private final Switching switching;
    private final Proving proving;
    private final Feeding feeding;

    Promotion(DataSource administrator, Proving proving, Feeding feeding) {
        this.administrator = administrator;
        this.switching = new Switching(administrator);
        this.proving = proving;
        this.feeding = feeding;
    }

    /** Shows the generation now. */
    void now(Caller caller, Generation generation) throws SQLException {
        if (generation.state() == State.FOLLOWING)
            throw Code.NOT_PROVEN
                    .because("This generation has not been found equal to the log; verify it first.")
                    .asException();
        if (generation.state() != State.VERIFIED)
            throw Failures.state(generation, "Only a verified generation is promoted.");
        proving.mustLackNothing(generation);
        var behind = tried(caller, generation);
        if (behind > 0) throw isBehind(behind);
    }

    /** Shows the generation as soon as it has come as far as what is shown; false if it was stopped before. */
    boolean whenCaughtUp(Caller caller, Generation generation, Progressing watcher)
            throws SQLException, InterruptedException {
        watcher.phase("catching-up", 0);
        proving.mustLackNothing(generation);
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!watcher.stop()) {
            var behind = tried(caller, generation);
            if (behind == 0) return true;
            if (System.nanoTime() - giveUp > 0) throw isBehind(behind);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return false;
    }

    /** How many events the generation lacks; 0 if it is shown now. */
    private long tried(Caller caller, Generation generation) throws SQLException {
        var behind = behind(generation);
        if (behind > NEAR) return behind;
        try {
            switching.promote(generation, Requests.actor(caller));
            feeding.look();
            return 0;
        } catch (NotNow refused) {
            if (refused.behind() == 0) throw refused;
            return refused.behind();
        }
    }

    private long behind(Generation generation) throws SQLException {
        return AsOwner.transaction(administrator, owner -> {
            var shown = catalog.live(owner, generation.projection(), generation.shape(), generation.tenant());
            if (shown.isEmpty()) return 0L;
            var own = catalog.positions(owner, generation);
            return catalog.positions(owner, shown.get()).entrySet().stream()
                    .mapToLong(at -> Math.max(0, at.getValue() - own.getOrDefault(at.getKey(), 0L)))
                    .sum();
        });
    }

    private static Refused isBehind(long events) {
        return Code.GENERATION_STATE
                .because("This generation has not come as far yet as what is shown.")
                .with("behind", events)
                .asException();
    }

    /** Shows what was shown before this generation. */
    Generation back(Caller caller, Generation generation) throws SQLException {
        if (generation.state() != State.LIVE)
            throw Failures.state(generation, "Only from the generation that is live there is a way back.");
        var switched = switching.rollback(
                generation.projection(), generation.shape(), generation.tenant(), Requests.actor(caller));
        feeding.look();
        return switched.now();
    }
}

package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.stageline.projection.Feeding;
import io.stageline.projection.Generation;
import io.stageline.projection.Generation.State;
import io.stageline.projection.Progressing;
import io.stageline.projection.Switching;
import io.stageline.projection.Switching.NotNow;
import io.stageline.refusal.Code;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Shows a tenant another generation of its own, or the one before again; readers of other tenants see what they saw. */
final class Promotion {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PAUSE_MILLIS = 200;

    private final Switching switching;
    private final Proving proving;
    private final Feeding feeding;

    Promotion(Switching switching, Proving proving, Feeding feeding) {
        this.switching = switching;
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
        switching.promote(generation, Requests.actor(caller));
        feeding.look();
    }

    /** Shows the generation as soon as it has come as far as what is shown; false if it was stopped before. */
    boolean whenCaughtUp(Caller caller, Generation generation, Progressing watcher)
            throws SQLException, InterruptedException {
        watcher.phase("catching-up", 0);
        proving.mustLackNothing(generation);
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!watcher.stop()) {
            try {
                switching.promote(generation, Requests.actor(caller));
                feeding.look();
                return true;
            } catch (NotNow behind) {
                if (behind.behind() == 0 || System.nanoTime() - giveUp > 0) throw behind;
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        return false;
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

package io.stageline.cli.replay;

import io.stageline.projection.Generation;
import io.stageline.projection.Switching;
import io.stageline.projection.Switching.NotNow;
import io.stageline.projection.Switching.Switched;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** Shows a generation to readers, and tries again while it is a little behind what they have seen. */
final class Showing {
    private static final int TRIES = 10;
    private static final long BETWEEN_TRIES_MILLIS = 500;

    private final OpenReplay replay;
    private final Switching switching;

    Showing(OpenReplay replay) {
        this.replay = replay;
        this.switching = replay.parts().switching();
    }

    Switched promote(Generation candidate) throws SQLException, InterruptedException {
        return patiently(() -> switching.promote(candidate, OpenReplay.actor()));
    }

    Switched rollback(Generation shown) throws SQLException, InterruptedException {
        return patiently(
                () -> switching.rollback(shown.projection(), shown.shape(), replay.tenant(), OpenReplay.actor()));
    }

    private interface Switch {
        Switched now() throws SQLException;
    }

    private Switched patiently(Switch one) throws SQLException, InterruptedException {
        for (var tries = 1; ; tries++)
            try {
                return one.now();
            } catch (NotNow behind) {
                if (behind.behind() == 0 || tries == TRIES || replay.stop().isWanted()) throw behind;
                TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
            }
    }
}

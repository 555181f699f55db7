package io.stageline.projection;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks every two milliseconds whether something is there. */
final class Poll {
    private static final long BETWEEN_LOOKS = Duration.ofMillis(2).toNanos();

    private Poll() {}

    @FunctionalInterface
    interface Look {
        boolean isThere() throws SQLException;
    }

    /** Whether it is there before so much time has passed; who is interrupted looks no longer. */
    static boolean until(Duration longest, Look look) throws SQLException {
        var end = System.nanoTime() + longest.toNanos();
        while (!look.isThere()) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) return false;
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        return true;
    }
}

package io.stageline.whole;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for something to become true, for a while and no longer. */
public final class Await {
    private static final long BETWEEN_LOOKS_NANOS = 5_000_000;

    private Await() {}

    public static void until(String what, Duration patience, BooleanSupplier condition) {
        var giveUp = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) throw new AssertionError("waited in vain " + patience + " until " + what);
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }
}

package io.stageline.webhook.automation;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for something to become true, for a while and no longer. */
final class Await {
    private static final long BETWEEN_LOOKS_NANOS = 5_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    static void until(String what, Duration patience, BooleanSupplier condition) {
        var giveUp = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) throw new AssertionError("waited in vain until " + what);
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }
}

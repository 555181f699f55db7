package io.stageline.link;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** One direction of a link: how late and how slowly its bytes arrive, whether they move at all, and when it breaks. */
final class Lane {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long MILLI = 1_000_000;

    private int delayMillis;
    private int jitterMillis;
    private int bytesPerSecond;
    private boolean silent;
    private long untilReset = NEVER;
    private long freeAt = System.nanoTime();

    /** Every piece arrives so much later, and at random a little later still. */
    synchronized void delay(int millis, int jitter) {
        delayMillis = millis;
        jitterMillis = jitter;
        notifyAll();
    }

    /** No more than this passes in a second, all connections together; 0 for no limit. */
    synchronized void throttle(int mostBytesPerSecond) {
        bytesPerSecond = mostBytesPerSecond;
        freeAt = System.nanoTime();
        notifyAll();
    }

    /** Nothing moves, and nobody is told. */
    synchronized void silence(boolean on) {
        silent = on;
        notifyAll();
    }

    /** The connection over which the so-manieth byte from now goes is reset; once. */
    synchronized void resetAfter(long bytes) {
        untilReset = bytes;
    }

    /** Whether the reset that was asked for has happened. */
    synchronized boolean hasReset() {
        return untilReset == NEVER;
    }

    /** Healthy from now on; who waits here goes on at once. */
    synchronized void heal() {
        delay(0, 0);
        throttle(0);
        silence(false);
        untilReset = NEVER;
    }

    /** Holds so many bytes back for as long as they need; false when their connection breaks now. */
    synchronized boolean pass(int bytes) throws InterruptedException {
        if (untilReset != NEVER && (untilReset -= bytes) <= 0) {
            untilReset = NEVER;
            return false;
        }
        waitFor(delayNanos(ThreadLocalRandom.current()));
        takeTurn(bytes);
        while (silent) wait();
        return true;
    }

    private long delayNanos(Random random) {
        return (delayMillis + (jitterMillis == 0 ? 0 : random.nextInt(jitterMillis))) * MILLI;
    }

    private void waitFor(long nanos) throws InterruptedException {
        var until = System.nanoTime() + nanos;
        for (var left = nanos; left > 0 && delayMillis > 0; left = until - System.nanoTime()) wait(left / MILLI + 1);
    }

    private void takeTurn(int bytes) throws InterruptedException {
        if (bytesPerSecond == 0) return;
        freeAt = Math.max(freeAt, System.nanoTime()) + bytes * 1_000 * MILLI / bytesPerSecond;
        var mine = freeAt;
        for (var left = mine - System.nanoTime(); left > 0 && bytesPerSecond > 0; left = mine - System.nanoTime())
            wait(left / MILLI + 1);
    }
}

package io.stageline.bench.load;

import java.time.Duration;

/** When the next request is due, and when no more is sent: after some time, or after some requests. */
final class Pace {
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    private final long start = System.nanoTime();
    private final long end;
    private final long most;
    private final double perSecond;
    private long taken;

    Pace(long nanos, long most, double perSecond) {
        this.end = start + nanos;
        this.most = most;
        this.perSecond = perSecond;
    }

    boolean isOver() {
        return taken >= most || System.nanoTime() >= end;
    }

    /** Whether answers that are still missing now will never come. */
    boolean isHopeless() {
        return System.nanoTime() > end + PATIENCE;
    }

    boolean isDue() {
        return !isOver() && System.nanoTime() >= due();
    }

    /** Since when the request that is taken now counts: since it was due if it had to wait for a connection. */
    long take(boolean waited) {
        var due = due();
        taken++;
        return waited && !Double.isInfinite(perSecond) ? due : System.nanoTime();
    }

    /** How long to wait for answers: until the next is due, or (1 ms at least, 0 being for ever) for anything. */
    long millisToNext(boolean busy) {
        if (busy || isOver()) return 100;
        if (Double.isInfinite(perSecond)) return 1;
        return Math.max(1, (due() - System.nanoTime()) / 1_000_000);
    }

    /** From the start to now: who asks at the last answer counts the time that it took. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private long due() {
        return Double.isInfinite(perSecond) ? start : start + (long) (taken * 1e9 / perSecond);
    }
}

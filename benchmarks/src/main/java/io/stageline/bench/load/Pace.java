package io.stageline.bench.load;

/** When the next request is due, and when no more is sent. */
final class Pace {
    private final long start;
    private final long end;
    private final double perSecond;
    private long taken;
    private long stopped;

    Pace(long start, long nanos, double perSecond) {
        this.start = start;
        this.end = start + nanos;
        this.perSecond = perSecond;
    }

    boolean isOver() {
        var now = System.nanoTime();
        if (now < end) return false;
        if (stopped == 0) stopped = now;
        return true;
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

    double seconds() {
        return (end - start) / 1e9;
    }

    private long due() {
        return Double.isInfinite(perSecond) ? start : start + (long) (taken * 1e9 / perSecond);
    }
}

package io.stageline.projection.bulk;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How fast events may be folded beside other work: so many a second, none saved up for later. */
final class Pace {
    private static final int SLICES_A_SECOND = 10;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int rate;
    private final LongSupplier nanoTime;
    private final Waiting waiting;
    private long free;

    /** How time passes that is not used. */
    @FunctionalInterface
    interface Waiting {
        void nanos(long nanos) throws InterruptedException;
    }

    /** As fast as possible if the rate is 0. */
    static Pace of(int rate) {
        return new Pace(rate, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    Pace(int rate, LongSupplier nanoTime, Waiting waiting) {
        if (rate < 0) throw new IllegalArgumentException("a rate is not below 0");
        this.rate = rate;
        this.nanoTime = nanoTime;
        this.waiting = waiting;
        free = nanoTime.getAsLong();
    }

    /** Of so many events, those that may be folded at once. */
    int slice(int events) {
        return rate == 0 ? events : Math.min(events, Math.max(1, rate / SLICES_A_SECOND));
    }

    /** Waits until so many events may be folded. */
    void permits(int events) throws InterruptedException {
        if (rate == 0) return;
        var now = nanoTime.getAsLong();
        if (free - now > 0) waiting.nanos(free - now);
        else free = now;
        free += events * SECOND / rate;
    }
}

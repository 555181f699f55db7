package io.stageline.eventlog;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;

/** How much of what was to be done with events in the last five minutes failed; above one in a hundred that is an alarm. */
public final class FailedShare {
    private static final double ALARM = 0.01;

    private final Recent done;
    private final Recent failed;
    private boolean raised;

    public FailedShare(Clock clock) {
        done = new Recent(clock);
        failed = new Recent(clock);
    }

    /** So much was done, and so much failed; whether that raises the alarm. */
    public synchronized boolean seen(long doneNow, long failedNow) {
        done.add(doneNow);
        failed.add(failedNow);
        var before = raised;
        raised = isAlarm();
        return raised && !before;
    }

    /** 0 when nothing was to be done. */
    public synchronized double now() {
        var all = done() + failed();
        return all == 0 ? 0 : (double) failed() / all;
    }

    public boolean isAlarm() {
        return now() > ALARM;
    }

    public synchronized long done() {
        return done.sum();
    }

    public synchronized long failed() {
        return failed.sum();
    }

    /** What was counted in the last five minutes; for one thread at a time. */
    public static final class Recent {
        private static final int BUCKETS = 10;
        private static final long BUCKET_MILLIS = Duration.ofSeconds(30).toMillis();

        private final Clock clock;
        private final long[] counts = new long[BUCKETS];
        private long newest;

        public Recent(Clock clock) {
            this.clock = clock;
            newest = bucket();
        }

        public void add(long more) {
            turn();
            counts[(int) (newest % BUCKETS)] += more;
        }

        public long sum() {
            turn();
            return Arrays.stream(counts).sum();
        }

        private void turn() {
            var present = bucket();
            for (var bucket = Math.max(newest + 1, present - BUCKETS + 1); bucket <= present; bucket++)
                counts[(int) (bucket % BUCKETS)] = 0;
            newest = Math.max(newest, present);
        }

        private long bucket() {
            return clock.millis() / BUCKET_MILLIS;
        }
    }
}

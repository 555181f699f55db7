package io.stageline.projection.parked;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many of a projection's events of the last five minutes were not folded; above one in a hundred that is an alarm. */
public final class FailedRatio {
    private static final Logger log = LoggerFactory.getLogger(FailedRatio.class);
    private static final int BUCKETS = 10;
    private static final long BUCKET_MILLIS = Duration.ofSeconds(30).toMillis();
    private static final double ALARM = 0.01;
    /** With so few sequences nothing can be told from how many of them fail. */
    private static final int FEW = 20;

    private final String projection;
    private final Clock clock;
    private final MeterRegistry meters;
    private final long[] folded = new long[BUCKETS];
    private final long[] failed = new long[BUCKETS];
    private final long[] sequences = new long[BUCKETS];
    private long newest;
    private boolean raised;

    /** One for all feeds of the projection, as its meters have its name. */
    public FailedRatio(String projection, Clock clock, MeterRegistry meters) {
        this.projection = projection;
        this.clock = clock;
        this.meters = meters;
        newest = bucket();
        register();
    }

    private void register() {
        Gauge.builder("stageline.projection.failed.ratio", this, FailedRatio::now)
                .tag("projection", projection)
                .strongReference(true)
                .register(meters);
        Gauge.builder("stageline.alarm", this, ratio -> ratio.isAlarm() ? 1 : 0)
                .tag("name", "dead-letters")
                .tag("projection", projection)
                .strongReference(true)
                .register(meters);
    }

    /** The part of the events that failed or waited behind a failed one; 0 when there were none. */
    public synchronized double now() {
        turn();
        var all = sum(folded) + sum(failed);
        return all == 0 ? 0 : (double) sum(failed) / all;
    }

    public boolean isAlarm() {
        return now() > ALARM;
    }

    /** So many events were folded, and so many were not, among them the first ones of so many sequences. */
    synchronized void seen(int foldedNow, int failedNow, int newSequences) {
        turn();
        var bucket = (int) (newest % BUCKETS);
        folded[bucket] += foldedNow;
        failed[bucket] += failedNow;
        sequences[bucket] += newSequences;
        tell();
    }

    /** An event was put aside for this cause. */
    void parked(Cause cause) {
        meters.counter("stageline.projection.parked", "projection", projection, "cause", cause.wire())
                .increment();
    }

    /** Whether parking so many more sequences would rather hide a broken application than get past a broken event. */
    synchronized boolean isTheRule(int moreFolded, int moreSequences) {
        turn();
        var parked = sum(sequences) + moreSequences;
        return moreSequences > 0 && parked >= FEW && parked > sum(folded) + moreFolded;
    }

    private void tell() {
        var alarm = now() > ALARM;
        if (alarm && !raised)
            log.error(
                    "{}: {} of {} events of the last five minutes were not folded; see the dead letters",
                    projection,
                    sum(failed),
                    sum(failed) + sum(folded));
        raised = alarm;
    }

    private void turn() {
        var present = bucket();
        for (var bucket = Math.max(newest + 1, present - BUCKETS + 1); bucket <= present; bucket++)
            for (var counts : new long[][] {folded, failed, sequences}) counts[(int) (bucket % BUCKETS)] = 0;
        newest = Math.max(newest, present);
    }

    private long bucket() {
        return clock.millis() / BUCKET_MILLIS;
    }

    private static long sum(long[] counts) {
        return Arrays.stream(counts).sum();
    }
}

package io.stageline.projection.parked;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.FailedShare;
import io.stageline.eventlog.FailedShare.Recent;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many of a projection's events of the last five minutes were not folded; above one in a hundred that is an alarm. */
public final class FailedRatio {
    private static final Logger log = LoggerFactory.getLogger(FailedRatio.class);
    /** With so few sequences nothing can be told from how many of them fail. */
    private static final int FEW = 20;

    private final String projection;
    private final MeterRegistry meters;
    private final FailedShare share;
    private final Recent sequences;

    /** One for all feeds of the projection, as its meters have its name. */
    public FailedRatio(String projection, Clock clock, MeterRegistry meters) {
        this.projection = projection;
        this.meters = meters;
        share = new FailedShare(clock);
        sequences = new Recent(clock);
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
    public double now() {
        return share.now();
    }

    public boolean isAlarm() {
        return share.isAlarm();
    }

    /** So many events were folded, and so many were not, among them the first ones of so many sequences. */
    synchronized void seen(int foldedNow, int failedNow, int newSequences) {
        sequences.add(newSequences);
        if (share.seen(foldedNow, failedNow))
            log.error(
                    "{}: {} of {} events of the last five minutes were not folded; see the dead letters",
                    projection,
                    share.failed(),
                    share.failed() + share.done());
    }

    /** An event was put aside for this cause. */
    void parked(Cause cause) {
        meters.counter("stageline.projection.parked", "projection", projection, "cause", cause.wire())
                .increment();
    }

    /** Whether parking so many more sequences would rather hide a broken application than get past a broken event. */
    synchronized boolean isTheRule(int moreFolded, int moreSequences) {
        var parked = sequences.sum() + moreSequences;
        return moreSequences > 0 && parked >= FEW && parked > share.done() + moreFolded;
    }
}

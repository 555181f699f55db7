package io.stageline.projection;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counts of what a projection found amiss: compare-and-swaps that came too late, and events that contradict others. */
public final class Swaps {
    private static final Logger log = LoggerFactory.getLogger(Swaps.class);
    private static final String REJECTED = "stageline.projection.cas.rejected";
    private static final String CONTRADICTIONS = "stageline.projection.contradictions";

    private final MeterRegistry meters;

    public Swaps(MeterRegistry meters) {
        this.meters = meters;
    }

    public void rejected(String projection, String cluster, int count) {
        meters.counter(REJECTED, "projection", projection, "cluster", cluster).increment(count);
    }

    /** So many events should not exist beside those before them: anything but 0 is an alarm. */
    public void contradictions(String projection, long count) {
        meters.counter(CONTRADICTIONS, "projection", projection).increment(count);
        if (count > 0) log.error("{}: {} decisions without their stage event", projection, count);
    }
}

package io.stageline.projection;

import io.micrometer.core.instrument.MeterRegistry;

/** The count of compare-and-swaps that came too late, per projection and field cluster. */
public final class Swaps {
    private static final String REJECTED = "stageline.projection.cas.rejected";

    private final MeterRegistry meters;

    public Swaps(MeterRegistry meters) {
        this.meters = meters;
    }

    public void rejected(String projection, String cluster, int count) {
        meters.counter(REJECTED, "projection", projection, "cluster", cluster).increment(count);
    }
}

package io.stageline.write;

import org.axonframework.modelling.command.AggregateLifecycle;

/** The version of the aggregate that is deciding: the number of its last event, counted from 1. */
public final class AggregateVersion {
    private AggregateVersion() {}

    /** The version now; 0 before the first event. */
    public static long current() {
        Long sequence = AggregateLifecycle.getVersion();
        return sequence == null ? 0 : sequence + 1;
    }

    /** The version that the next event will have. */
    public static long next() {
        return current() + 1;
    }
}

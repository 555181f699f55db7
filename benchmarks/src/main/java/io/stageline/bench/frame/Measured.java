package io.stageline.bench.frame;

import io.stageline.bench.load.Outcome;
import java.util.Map;

/** What a side did in its turn: operations, their latencies in milliseconds, and whatever else it tells by name. */
public record Measured(long operations, double seconds, double p50, double p99, Map<String, Double> more) {

    public static Measured of(Outcome outcome) {
        if (outcome.failed() > 0)
            throw new IllegalStateException(outcome.failed() + " requests were answered wrongly: " + outcome);
        return new Measured(outcome.good(), outcome.seconds(), outcome.millis(50), outcome.millis(99), Map.of());
    }

    /** The same of requests that carry so many operations each. */
    public Measured times(long operationsEach) {
        return new Measured(operations * operationsEach, seconds, p50, p99, more);
    }

    public Measured with(Map<String, Double> further) {
        return new Measured(operations, seconds, p50, p99, further);
    }
}

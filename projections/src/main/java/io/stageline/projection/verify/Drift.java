package io.stageline.projection.verify;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.projection.Difference;
import io.stageline.projection.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What reconciliation makes known: how much it looked at, how long a round takes, and what it found amiss. */
final class Drift {
    private static final Logger logger = LoggerFactory.getLogger(Drift.class);

    private final MeterRegistry meters;
    private final Map<String, Instant> roundBegan = new HashMap<>();
    private final Map<String, AtomicLong> roundSeconds = new HashMap<>();

    Drift(MeterRegistry meters) {
        this.meters = meters;
    }

    void looked(Generation generation, int streams) {
        meters.counter("stageline.reconcile.streams", "projection", generation.projection())
                .increment(streams);
    }

    /** Keys are ids and positions; what the fields hold is not told. */
    void found(Generation generation, Difference difference) {
        meters.counter("stageline.reconcile.drift", "projection", generation.projection(), "table", difference.table())
                .increment();
        var cause = difference.cause();
        logger.warn(
                "{} is not what the log says: {} {} {}, event at {}",
                generation.schema(),
                difference.table(),
                difference.key(),
                difference.field(),
                cause == null ? "no position" : cause.position());
    }

    /** A cycle ended at this time, and with it perhaps the round through all streams. */
    void cycleEnded(Generation generation, boolean roundIsComplete, Instant now) {
        var began = roundBegan.putIfAbsent(generation.schema(), now);
        var seconds = roundSeconds.computeIfAbsent(generation.schema(), schema -> gauge(generation));
        if (!roundIsComplete) return;
        seconds.set(began == null ? 0 : Duration.between(began, now).toSeconds());
        roundBegan.put(generation.schema(), now);
    }

    private AtomicLong gauge(Generation generation) {
        var seconds = new AtomicLong();
        Gauge.builder("stageline.reconcile.sweep.seconds", seconds, AtomicLong::get)
                .tag("projection", generation.projection())
                .tag("generation", generation.schema())
                .strongReference(true)
                .register(meters);
        return seconds;
    }
}

package io.stageline.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.stageline.eventlog.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How far a generation is behind its log: in events, and as the age of the oldest event it has not folded. */
record ProjectionLag(Generation generation, EventLog log, Told told, Clock clock) {

    List<Meter> register(MeterRegistry meters) {
        var tags = Tags.of(
                "projection", generation.projection(),
                "generation", String.valueOf(generation.number()),
                "log", Integer.toString(log.number()));
        return List.of(
                Gauge.builder("stageline.projection.lag.events", this, ProjectionLag::events)
                        .tags(tags)
                        .strongReference(true)
                        .register(meters),
                TimeGauge.builder(
                                "stageline.projection.lag.age", this, TimeUnit.MILLISECONDS, ProjectionLag::ageInMillis)
                        .tags(tags)
                        .strongReference(true)
                        .register(meters));
    }

    double events() {
        return Math.max(0, log.head() - reached());
    }

    private long reached() {
        return told.position(generation, log.number());
    }

    double ageInMillis() {
        return log.readAfter(reached(), 1).stream()
                .mapToLong(oldest ->
                        Duration.between(oldest.recordedAt(), clock.instant()).toMillis())
                .map(age -> Math.max(0, age))
                .findFirst()
                .orElse(0);
    }
}

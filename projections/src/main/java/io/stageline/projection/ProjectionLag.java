package io.stageline.projection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.Follower;
import io.stageline.eventlog.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How far a projection is behind its log: in events, and as the age of the oldest event it has not folded. */
record ProjectionLag(String projection, EventLog log, Progress progress, Clock clock) {

    void register(MeterRegistry meters) {
        Gauge.builder("stageline.projection.lag.events", this, ProjectionLag::events)
                .tag("projection", projection)
                .tag("log", Integer.toString(log.number()))
                .strongReference(true)
                .register(meters);
        TimeGauge.builder("stageline.projection.lag.age", this, TimeUnit.MILLISECONDS, ProjectionLag::ageInMillis)
                .tag("projection", projection)
                .tag("log", Integer.toString(log.number()))
                .strongReference(true)
                .register(meters);
    }

    double events() {
        return Math.max(0, log.head() - reached());
    }

    private long reached() {
        return progress.position(new Follower(projection, log.number()));
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

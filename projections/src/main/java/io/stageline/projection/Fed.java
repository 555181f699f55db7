package io.stageline.projection;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.TrackingEventProcessor;

/** What feeds a generation, as far as no other process does: a processor for each log, and gauges that tell of them. */
record Fed(Generation generation, List<TrackingEventProcessor> processors, List<Meter> gauges) {

    void start() {
        processors.forEach(TrackingEventProcessor::start);
    }

    /** Completes when the batches at work are over. */
    CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(
                processors.stream().map(TrackingEventProcessor::shutdownAsync).toArray(CompletableFuture[]::new));
    }
}

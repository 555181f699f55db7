package io.stageline.projection;

import java.time.Duration;
import org.axonframework.eventhandling.TrackingEventProcessor;

/** A processor that tries again soon, however often it failed: Axon's own pause grows to a minute, and readers would wait for it. */
final class SoonAgain extends TrackingEventProcessor {
    private static final long LONGEST_PAUSE_MILLIS = Duration.ofSeconds(1).toMillis();

    SoonAgain(Builder builder) {
        super(builder);
    }

    @Override
    protected void doSleepFor(long millisToSleep) {
        super.doSleepFor(Math.min(millisToSleep, LONGEST_PAUSE_MILLIS));
    }
}

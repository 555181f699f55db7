package io.stageline.projection;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.axonframework.eventhandling.TrackingEventProcessor;

/** A processor that tries again soon, however often it failed: Axon's own pause grows to a minute, and readers would wait for it. */
final class SoonAgain extends TrackingEventProcessor {
    private static final long LONGEST_PAUSE_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final long SHORT_PAUSE_MILLIS = 20;

    private final BooleanSupplier atOnce;

    /** When it is so, nearly at once: the next try will be another one. */
    SoonAgain(Builder builder, BooleanSupplier atOnce) {
        super(builder);
        this.atOnce = atOnce;
    }

    @Override
    protected void doSleepFor(long millisToSleep) {
        super.doSleepFor(Math.min(millisToSleep, atOnce.getAsBoolean() ? SHORT_PAUSE_MILLIS : LONGEST_PAUSE_MILLIS));
    }
}

package io.stageline.alert.automation;

import java.time.Instant;

/**
 * Watches one series of values as they arrive: one pass, bounded memory, no look-ahead, no clock, no chance.
 *
 * <p>The same values in the same order always give the same answers, also when the detector was put away as its
 * {@link #state()} in the middle and taken up again by {@link DetectorMethod#resume}.
 */
public sealed interface Detector
        permits SeasonalDetector, DriftDetector, GaussianDetector, NeighbourDetector, NoveltyDetector {
    /** Takes the next value, a finite number, and says how unusual it is after all that came before. */
    Assessment step(Instant occurredAt, double value);

    /** Everything the detector remembers, to be kept and resumed. */
    DetectorState state();
}

package io.stageline.alert.automation;

import java.time.Instant;

/** Scores the tail of a normal distribution over the last values: the windowed Gaussian of NAB, a baseline. */
final class GaussianDetector implements Detector {
    private static final int WINDOW = 600;
    private static final int ENOUGH = 100;
    /** The distance, in standard deviations, that scores one half. */
    private static final double NOTEWORTHY = 5;

    private final Recent values;
    private final Rest rest;

    GaussianDetector() {
        values = new Recent(WINDOW);
        rest = new Rest();
    }

    GaussianDetector(Numbers from) {
        values = Recent.read(from);
        rest = Rest.read(from);
    }

    @Override
    public Assessment step(Instant occurredAt, double value) {
        boolean known = values.size() >= ENOUGH;
        double mean = known ? values.mean() : value;
        double deviation = known ? values.deviation(mean) : 0;
        values.add(value);
        if (!known) return Assessment.learning(DetectorMethod.GAUSSIAN, value);
        double distance = Deviations.of(value - mean, deviation);
        double told = rest.filter(distance);
        Explanation why = Explanation.of(DetectorMethod.GAUSSIAN, mean, deviation, value);
        return new Assessment(told / (told + NOTEWORTHY), mean, why.with("deviations", distance));
    }

    @Override
    public DetectorState state() {
        Numbers numbers = new Numbers();
        values.write(numbers);
        rest.write(numbers);
        return numbers.as(DetectorMethod.GAUSSIAN);
    }
}

package io.stageline.alert.automation;

import java.time.Instant;

/**
 * Scores how rare it is to be as far from the nearest shapes of the past as the last values are.
 *
 * <p>Conformal k nearest neighbours (KNN-CAD: Burnaev, Ishimtsev 2016, arXiv 1608.04585) with Euclidean distance.
 */
final class NeighbourDetector implements Detector {
    private static final int SHAPE = 12;
    private static final int MEMORY = 600;
    private static final int ENOUGH = 100;

    private final Recent values;
    private final Ordered distances;
    private final Rest rest;

    NeighbourDetector() {
        values = new Recent(MEMORY + SHAPE);
        distances = new Ordered(MEMORY);
        rest = new Rest();
    }

    NeighbourDetector(Numbers from) {
        values = Recent.read(from);
        distances = Ordered.read(from);
        rest = Rest.read(from);
    }

    @Override
    public Assessment step(Instant occurredAt, double value) {
        values.add(value);
        if (values.size() < 2 * SHAPE) return Assessment.learning(DetectorMethod.NEIGHBOUR, value);
        int nearest = nearest();
        double distance = Math.sqrt(distance(nearest, Double.POSITIVE_INFINITY));
        Assessment assessment = distances.size() < ENOUGH
                ? Assessment.learning(DetectorMethod.NEIGHBOUR, value)
                : assess(distance, values.ago(nearest), value);
        distances.add(distance);
        return assessment;
    }

    private Assessment assess(double distance, double expected, double value) {
        double strangeness = distance == 0 ? 0 : 1 - distances.shareNotBelow(distance);
        double told = rest.filter(strangeness);
        Explanation why = Explanation.of(DetectorMethod.NEIGHBOUR, expected, distances.median(), value);
        return new Assessment(told, expected, why.with("distance", distance).with("strangeness", strangeness));
    }

    /** How long ago the shape ended that is nearest to the present one and shares no value with it. */
    private int nearest() {
        int nearest = SHAPE;
        double least = Double.POSITIVE_INFINITY;
        for (int age = SHAPE; age + SHAPE <= values.size(); age++) {
            double distance = distance(age, least);
            if (distance < least) {
                least = distance;
                nearest = age;
            }
        }
        return nearest;
    }

    private double distance(int age, double enough) {
        double sum = 0;
        for (int i = 0; i < SHAPE && sum < enough; i++) {
            double off = values.ago(i) - values.ago(age + i);
            sum += off * off;
        }
        return sum;
    }

    @Override
    public DetectorState state() {
        Numbers numbers = new Numbers();
        values.write(numbers);
        distances.write(numbers);
        rest.write(numbers);
        return numbers.as(DetectorMethod.NEIGHBOUR);
    }
}

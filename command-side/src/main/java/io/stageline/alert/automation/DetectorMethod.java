package io.stageline.alert.automation;

import java.util.Arrays;

/** The ways to watch a series, by their names in rules, states and reports. */
public enum DetectorMethod {
    /** Far from every state that the series has been in lately: the general anomaly detector. */
    NOVELTY("novelty"),
    /** Far from what is usual at this hour of this day. */
    SEASONAL("seasonal"),
    /** Moved away from its baseline and stays away. */
    DRIFT("drift"),
    /** A shape unlike those seen lately. */
    NEIGHBOUR("neighbour"),
    /** In the tail of a normal distribution: a baseline to compare with. */
    GAUSSIAN("gaussian");

    private final String wire;

    DetectorMethod(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    /** A detector that has seen nothing yet. */
    public Detector start() {
        return switch (this) {
            case NOVELTY -> new NoveltyDetector();
            case SEASONAL -> new SeasonalDetector();
            case DRIFT -> new DriftDetector();
            case NEIGHBOUR -> new NeighbourDetector();
            case GAUSSIAN -> new GaussianDetector();
        };
    }

    /** The detector that was put away, as if nothing had happened. */
    public static Detector resume(DetectorState state) {
        Numbers from = new Numbers(state.numbers());
        return switch (of(state.method())) {
            case NOVELTY -> new NoveltyDetector(from);
            case SEASONAL -> new SeasonalDetector(from);
            case DRIFT -> new DriftDetector(from);
            case NEIGHBOUR -> new NeighbourDetector(from);
            case GAUSSIAN -> new GaussianDetector(from);
        };
    }

    /** The method of that name. */
    public static DetectorMethod of(String wire) {
        return Arrays.stream(values())
                .filter(method -> method.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no detector " + wire));
    }
}

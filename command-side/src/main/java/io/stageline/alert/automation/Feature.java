package io.stageline.alert.automation;

import java.util.function.ToDoubleFunction;

/** One number that tells of the last few values, and the numbers it has been lately. */
final class Feature {
    private static final int ENOUGH = 100;
    private static final double FARTHEST = 1_000;

    private final String name;
    private final Recent window;
    private final ToDoubleFunction<Recent> statistic;
    private final Ordered history;
    private double current;

    Feature(String name, int window, int memory, ToDoubleFunction<Recent> statistic) {
        this.name = name;
        this.window = new Recent(window);
        this.statistic = statistic;
        this.history = new Ordered(memory);
    }

    /** Takes the next value into the window and tells how new that is. */
    double see(double value) {
        window.add(value);
        if (!window.full()) return 0;
        current = statistic.applyAsDouble(window);
        double novelty = history.size() < ENOUGH ? 0 : novelty();
        history.add(current);
        return novelty;
    }

    /** The distance from the nearest number so far, in parts of their whole range. */
    private double novelty() {
        double distance = history.distance(current, 1);
        return distance == 0 ? 0 : distance / Math.max(range(), distance / FARTHEST);
    }

    /** Whether anything is remembered yet. */
    boolean known() {
        return history.size() > 0;
    }

    double range() {
        return history.quantile(1) - history.quantile(0);
    }

    double median() {
        return history.median();
    }

    double current() {
        return current;
    }

    String name() {
        return name;
    }
}

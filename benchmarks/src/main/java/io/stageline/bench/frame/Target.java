package io.stageline.bench.frame;

import java.util.Locale;

/** What a figure is meant to be. */
public record Target(Kind kind, double bound) {
    enum Kind {
        AT_LEAST,
        AT_MOST,
        TOLD
    }

    public static Target atLeast(double bound) {
        return new Target(Kind.AT_LEAST, bound);
    }

    public static Target atMost(double bound) {
        return new Target(Kind.AT_MOST, bound);
    }

    /** No target: the figure is told for the reader. */
    public static Target told() {
        return new Target(Kind.TOLD, Double.NaN);
    }

    public boolean isSet() {
        return kind != Kind.TOLD;
    }

    public boolean isMetBy(double value) {
        return switch (kind) {
            case AT_LEAST -> value >= bound;
            case AT_MOST -> value <= bound;
            case TOLD -> true;
        };
    }

    /** How far beyond the target a value is: 1 is just met, 2 twice as good. */
    public double reach(double value) {
        return switch (kind) {
            case AT_LEAST -> value / bound;
            case AT_MOST -> value <= 0 ? Double.POSITIVE_INFINITY : bound / value;
            case TOLD -> Double.NaN;
        };
    }

    @Override
    public String toString() {
        var number = String.format(Locale.ROOT, bound == Math.rint(bound) ? "%.0f" : "%s", bound);
        return switch (kind) {
            case AT_LEAST -> "≥ " + number;
            case AT_MOST -> "≤ " + number;
            case TOLD -> "";
        };
    }
}

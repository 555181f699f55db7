package io.stageline.alert.automation;

/** Distances counted in spreads, finite also where there is no spread. */
final class Deviations {
    private static final double MOST = 1_000;

    private Deviations() {}

    static double of(double distance, double spread) {
        double size = Math.abs(distance);
        return size == 0 ? 0 : size / Math.max(spread, size / MOST);
    }
}

package io.stageline.alert.automation;

/** One number that tells of the last few values, and where it has been. */
final class Feature {
    private static final int ENOUGH = 100;

    private final Statistic statistic;
    private final Recent window;
    private final Coverage past;
    private double current;
    private double nearest;
    private double range;

    Feature(Statistic statistic) {
        this(statistic, new Recent(statistic.window()), new Coverage());
    }

    private Feature(Statistic statistic, Recent window, Coverage past) {
        this.statistic = statistic;
        this.window = window;
        this.past = past;
    }

    /** Takes the next value and tells how new that makes this number: its distance from its past, in parts of the range. */
    double see(double value) {
        window.add(value);
        if (!window.full()) return 0;
        current = statistic.of(window);
        nearest = past.steps() == 0 ? current : past.nearest(current);
        range = past.range();
        double novelty = past.steps() < ENOUGH ? 0 : Deviations.of(current - nearest, range);
        past.visit(current);
        return novelty;
    }

    boolean known() {
        return past.steps() > ENOUGH;
    }

    String name() {
        return statistic.wire();
    }

    double current() {
        return current;
    }

    /** The number nearest to the current one among all that came before. */
    double nearest() {
        return nearest;
    }

    /** From the lowest to the highest of all numbers that came before. */
    double range() {
        return range;
    }

    void write(Numbers to) {
        window.write(to);
        past.write(to);
    }

    static Feature read(Statistic statistic, Numbers from) {
        return new Feature(statistic, Recent.read(from), Coverage.read(from));
    }
}

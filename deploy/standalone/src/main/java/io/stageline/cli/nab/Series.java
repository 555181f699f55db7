package io.stageline.cli.nab;

import java.time.Instant;
import java.util.List;

/** One file of the benchmark: its rows in their order, and where its anomalies are. */
record Series(String name, List<Point> points, List<LabelledWindow> windows) {
    private static final double PROBATION_SHARE = 0.15;
    private static final int LONGEST_PROBATION = 750;

    record Point(Instant at, double value) {}

    /** The directory that the file lies in. */
    String group() {
        return name.substring(0, Math.max(0, name.indexOf('/')));
    }

    static int rows(List<Series> all) {
        return all.stream().mapToInt(series -> series.points().size()).sum();
    }

    /** How many of the first rows are never scored. */
    int probation() {
        return Math.min((int) Math.floor(PROBATION_SHARE * points.size()), LONGEST_PROBATION);
    }
}

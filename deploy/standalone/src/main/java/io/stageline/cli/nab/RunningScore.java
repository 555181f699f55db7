package io.stageline.cli.nab;

import java.util.Arrays;
import java.util.List;

/** The score of one series while its detections become known one by one, in any order (NAB's scoring rules). */
final class RunningScore {
    private final int probation;
    private final List<LabelledWindow> windows;
    private final double[] best;
    private double wrong;

    RunningScore(Series series) {
        probation = series.probation();
        windows = series.windows();
        best = new double[windows.size()];
        Arrays.fill(best, Double.NaN);
    }

    /** One more row is a detection. Of a window only its best detection counts. */
    void detect(int row) {
        if (row < probation) return;
        int window = lastBegunBefore(row);
        if (window < 0) wrong -= 1;
        else if (windows.get(window).contains(row))
            found(window, windows.get(window).worthInside(row));
        else wrong += windows.get(window).worthAfter(row);
    }

    private void found(int window, double worth) {
        best[window] = Double.isNaN(best[window]) ? worth : Math.max(best[window], worth);
    }

    private int lastBegunBefore(int row) {
        int window = windows.size() - 1;
        while (window >= 0 && windows.get(window).first() > row) window--;
        return window;
    }

    Tally tally() {
        double found = Arrays.stream(best).filter(worth -> !Double.isNaN(worth)).sum();
        int missed = (int) Arrays.stream(best).filter(Double::isNaN).count();
        return new Tally(found, missed, wrong);
    }
}

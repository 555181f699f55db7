package io.stageline.cli.nab;

/** The rows, first and last included, in which one labelled anomaly counts as found. */
record LabelledWindow(int first, int last) {
    private static final double FAR = 3;
    private static final double STEEPNESS = 5;

    int width() {
        return last - first + 1;
    }

    boolean contains(int row) {
        return first <= row && row <= last;
    }

    /** What a detection inside is worth: 1 at the first row, nearly 0 at the last. */
    double worthInside(int row) {
        return sigmoid(-(double) (last - row + 1) / width()) / sigmoid(-1);
    }

    /** What a detection after the window costs: little just behind it, 1 from far away. */
    double worthAfter(int row) {
        return sigmoid((double) (row - last) / (width() - 1));
    }

    /** NAB's scaled sigmoid of the position relative to a window's end. */
    static double sigmoid(double y) {
        return y > FAR ? -1 : 2 / (1 + Math.exp(STEEPNESS * y)) - 1;
    }
}

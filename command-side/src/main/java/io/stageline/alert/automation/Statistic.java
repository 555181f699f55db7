package io.stageline.alert.automation;

/** What can be told of the last few values in one number. */
enum Statistic {
    VALUE("value", 1) {
        @Override
        double of(Recent values) {
            return values.ago(0);
        }
    },
    LEVEL("level", 24) {
        @Override
        double of(Recent values) {
            return values.mean();
        }
    },
    UNREST("unrest", 6) {
        @Override
        double of(Recent values) {
            return values.deviation(values.mean());
        }
    };

    private final String wire;
    private final int window;

    Statistic(String wire, int window) {
        this.wire = wire;
        this.window = window;
    }

    abstract double of(Recent values);

    String wire() {
        return wire;
    }

    int window() {
        return window;
    }
}

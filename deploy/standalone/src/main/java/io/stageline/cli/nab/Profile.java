package io.stageline.cli.nab;

/** What the benchmark rewards: an application profile of NAB with its weights. */
enum Profile {
    STANDARD("standard", 1, 0.11, 1),
    REWARD_LOW_FP_RATE("reward_low_FP_rate", 1, 0.22, 1),
    REWARD_LOW_FN_RATE("reward_low_FN_rate", 1, 0.11, 2);

    private final String wire;
    private final double truePositive;
    private final double falsePositive;
    private final double falseNegative;

    Profile(String wire, double truePositive, double falsePositive, double falseNegative) {
        this.wire = wire;
        this.truePositive = truePositive;
        this.falsePositive = falsePositive;
        this.falseNegative = falseNegative;
    }

    String wire() {
        return wire;
    }

    /** The score of what was found, what was missed and what was wrong, all still without weights. */
    double raw(Tally tally) {
        return truePositive * tally.found() - falseNegative * tally.missed() + falsePositive * tally.wrong();
    }

    /** The raw score as NAB publishes it: 0 for silence, 100 for every window found at its first row. */
    double normalised(double raw, int windows) {
        double silence = -falseNegative * windows;
        return 100 * (raw - silence) / (truePositive * windows - silence);
    }
}

package io.stageline.cli.nab;

/** What detections are worth before a profile weighs them: windows found, windows missed, false alarms (negative). */
record Tally(double found, int missed, double wrong) {
    static final Tally NONE = new Tally(0, 0, 0);

    Tally plus(Tally other) {
        return new Tally(found + other.found, missed + other.missed, wrong + other.wrong);
    }
}

package io.stageline.alert.automation;

/** What a detector thinks of one value: a score from 0 (as ever) to 1, what it expected, and why. */
public record Assessment(double score, double baseline, Explanation why) {

    /** Nothing is known yet: the first values of a series are never unusual. */
    static Assessment learning(DetectorMethod method, double value) {
        return new Assessment(0, value, Explanation.of(method, value, 0, value));
    }
}

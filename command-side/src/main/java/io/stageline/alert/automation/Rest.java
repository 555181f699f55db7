package io.stageline.alert.automation;

/**
 * Lets a score through only when nothing as unusual was seen for a while: one anomaly is told once.
 *
 * <p>The rest period of the contextual anomaly detector CAD OSE (Smirnov, 2016), except that something more unusual
 * breaks the rest.
 */
final class Rest {
    private static final int STEPS = 150;

    private final Recent scores;

    Rest() {
        this(new Recent(STEPS));
    }

    private Rest(Recent scores) {
        this.scores = scores;
    }

    /** The score itself, or 0 while a score as high is still fresh. */
    double filter(double score) {
        boolean news = score > highest();
        scores.add(score);
        return news ? score : 0;
    }

    private double highest() {
        double highest = 0;
        for (int age = 0; age < scores.size(); age++) highest = Math.max(highest, scores.ago(age));
        return highest;
    }

    void write(Numbers to) {
        scores.write(to);
    }

    static Rest read(Numbers from) {
        return new Rest(Recent.read(from));
    }
}

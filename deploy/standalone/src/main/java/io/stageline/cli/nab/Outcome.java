package io.stageline.cli.nab;

import io.stageline.alert.automation.Detector;
import io.stageline.alert.automation.DetectorMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one detector, with one set of parameters for all series, made of the benchmark. */
record Outcome(DetectorMethod method, List<Scored> corpus, List<Sweep.Step> steps, double rowsPerSecond) {
    /** The threshold that every detector is made for. */
    static final double FIXED = 0.5;

    // Here and not in the command: the command line of a replay looks at every command, and must not load a detector.
    static List<DetectorMethod> methods(List<String> named) {
        return named.isEmpty()
                ? List.of(DetectorMethod.values())
                : named.stream().map(DetectorMethod::of).toList();
    }

    static List<Outcome> all(List<DetectorMethod> methods, List<Series> series, NabWatch watch) {
        return methods.stream().map(method -> of(method, series, watch)).toList();
    }

    static Outcome of(DetectorMethod method, List<Series> series, NabWatch watch) {
        long began = System.nanoTime();
        List<Scored> corpus = new ArrayList<>();
        for (Series one : series) {
            corpus.add(scored(method.start(), one));
            watch.seen(one.points().size());
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Outcome(method, corpus, Sweep.over(corpus), Series.rows(series) / seconds);
    }

    private static Scored scored(Detector detector, Series series) {
        double[] scores = series.points().stream()
                .mapToDouble(point -> detector.step(point.at(), point.value()).score())
                .toArray();
        return new Scored(series, scores);
    }

    double threshold(Profile profile) {
        return Sweep.bestThreshold(steps, profile);
    }

    double score(Profile profile) {
        return score(profile, threshold(profile));
    }

    double score(Profile profile, double threshold) {
        return normalised(profile, Scored.tally(corpus, threshold));
    }

    /** The score when each group is judged at the threshold that is best for the others. */
    double heldOut(Profile profile) {
        Map<String, Tally> tallies = Sweep.heldOut(corpus, profile);
        return normalised(profile, tallies.values().stream().reduce(Tally.NONE, Tally::plus));
    }

    private double normalised(Profile profile, Tally tally) {
        return profile.normalised(profile.raw(tally), Scored.windows(corpus));
    }
}

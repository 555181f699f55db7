package io.stageline.cli.nab;

import java.util.List;

/** A series with the anomaly score that a detector gave to each of its rows. */
final class Scored {
    private final Series series;
    private final double[] scores;

    Scored(Series series, double[] scores) {
        this.series = series;
        this.scores = scores;
    }

    Series series() {
        return series;
    }

    int length() {
        return scores.length;
    }

    double score(int row) {
        return scores[row];
    }

    Tally tally(double threshold) {
        RunningScore running = new RunningScore(series);
        for (int row = 0; row < scores.length; row++) if (scores[row] >= threshold) running.detect(row);
        return running.tally();
    }

    static Tally tally(List<Scored> corpus, double threshold) {
        return corpus.stream().map(it -> it.tally(threshold)).reduce(Tally.NONE, Tally::plus);
    }

    static int windows(List<Scored> corpus) {
        return corpus.stream().mapToInt(it -> it.series().windows().size()).sum();
    }

    static List<String> groups(List<Scored> corpus) {
        return corpus.stream().map(it -> it.series().group()).distinct().toList();
    }

    static List<Scored> only(List<Scored> corpus, String group) {
        return corpus.stream().filter(it -> it.series().group().equals(group)).toList();
    }

    static List<Scored> without(List<Scored> corpus, String group) {
        return corpus.stream().filter(it -> !it.series().group().equals(group)).toList();
    }
}

package io.stageline.cli.nab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every threshold that makes a difference, from above the highest score down to the lowest, with its tally. */
final class Sweep {
    private static final double ABOVE_ALL = Math.nextUp(1.0);

    record Step(double threshold, int detections, Tally tally) {}

    private record Row(int series, int row, double score) {}

    private Sweep() {}

    static List<Step> over(List<Scored> corpus) {
        RunningScore[] running =
                corpus.stream().map(it -> new RunningScore(it.series())).toArray(RunningScore[]::new);
        List<Row> rows = rows(corpus);
        List<Step> steps = new ArrayList<>(List.of(new Step(ABOVE_ALL, 0, total(running))));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            running[row.series()].detect(row.row());
            boolean last = i + 1 == rows.size() || rows.get(i + 1).score() < row.score();
            if (last) steps.add(new Step(row.score(), i + 1, total(running)));
        }
        return steps;
    }

    private static List<Row> rows(List<Scored> corpus) {
        List<Row> rows = new ArrayList<>();
        for (int series = 0; series < corpus.size(); series++)
            for (int row = corpus.get(series).series().probation();
                    row < corpus.get(series).length();
                    row++)
                if (corpus.get(series).score(row) > 0)
                    rows.add(new Row(series, row, corpus.get(series).score(row)));
        rows.sort(Comparator.comparingDouble(Row::score).reversed());
        return rows;
    }

    private static Tally total(RunningScore[] running) {
        return Arrays.stream(running).map(RunningScore::tally).reduce(Tally.NONE, Tally::plus);
    }

    /** The threshold that NAB would publish for the profile: the highest of those with the best raw score. */
    static double bestThreshold(List<Step> steps, Profile profile) {
        Step best = steps.get(0);
        for (Step step : steps) if (profile.raw(step.tally()) > profile.raw(best.tally())) best = step;
        return best.threshold();
    }

    /** Some of the steps: each with so many times the detections of the one before that about so many are left. */
    static List<Step> thinned(List<Step> steps, int most) {
        double factor = Math.pow(Math.max(2, steps.get(steps.size() - 1).detections()), 1.0 / most);
        List<Step> some = new ArrayList<>();
        double next = 0;
        for (Step step : steps) {
            if (step.detections() < next) continue;
            some.add(step);
            next = Math.max(1, step.detections() * factor);
        }
        return some;
    }

    /** Leaves one group out at a time: each group's tally at the threshold that is best for all others. */
    static Map<String, Tally> heldOut(List<Scored> corpus, Profile profile) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        for (String group : Scored.groups(corpus)) {
            double threshold = bestThreshold(over(Scored.without(corpus, group)), profile);
            tallies.put(group, Scored.tally(Scored.only(corpus, group), threshold));
        }
        return tallies;
    }
}

package io.stageline.alert.automation;

import java.time.Instant;
import java.util.List;

/**
 * Scores how far the series is from every state that it has been in lately: its value, its level and its unrest.
 *
 * <p>Each of the three is compared with its nearest neighbour in a bounded past, as a discord is (Keogh, Lin, Fu 2005,
 * doi 10.1109/ICDM.2005.79; past neighbours only: Lu et al. 2022, doi 10.1145/3534678.3539271), with windows of one
 * number instead of shapes; the farthest counts. What was seen once is not new the second time.
 */
final class NoveltyDetector implements Detector {
    private static final int MEMORY = 3_000;
    private static final int LEVEL = 24;
    private static final int UNREST = 6;
    /** The distance, in parts of the range, that scores one half. */
    private static final double NOTEWORTHY = 0.057;

    private final List<Feature> features = List.of(
            new Feature("value", 1, MEMORY, recent -> recent.ago(0)),
            new Feature("level", LEVEL, MEMORY, Recent::mean),
            new Feature("unrest", UNREST, MEMORY, recent -> recent.deviation(recent.mean())));
    private final Recent values;
    private final Rest rest;

    NoveltyDetector() {
        values = new Recent(MEMORY + LEVEL);
        rest = new Rest();
    }

    /** All features follow from the values that they were made of, so only those are kept. */
    NoveltyDetector(Numbers from) {
        values = Recent.read(from);
        rest = Rest.read(from);
        for (int age = values.size() - 1; age >= 0; age--) {
            double value = values.ago(age);
            features.forEach(feature -> feature.see(value));
        }
    }

    @Override
    public Assessment step(Instant occurredAt, double value) {
        values.add(value);
        Feature most = features.get(0);
        double farthest = 0;
        Explanation signals = Explanation.of(DetectorMethod.NOVELTY, 0, 0, 0);
        for (Feature feature : features) {
            double novelty = feature.see(value);
            signals = signals.with(feature.name(), novelty);
            if (novelty > farthest) {
                farthest = novelty;
                most = feature;
            }
        }
        return assess(most, rest.filter(farthest), signals, value);
    }

    private static Assessment assess(Feature most, double novelty, Explanation signals, double value) {
        if (!most.known()) return Assessment.learning(DetectorMethod.NOVELTY, value);
        Explanation why =
                new Explanation(signals.method(), most.median(), most.range(), most.current(), signals.signals());
        return new Assessment(novelty / (novelty + NOTEWORTHY), most.median(), why);
    }

    @Override
    public DetectorState state() {
        Numbers numbers = new Numbers();
        values.write(numbers);
        rest.write(numbers);
        return numbers.as(DetectorMethod.NOVELTY);
    }
}

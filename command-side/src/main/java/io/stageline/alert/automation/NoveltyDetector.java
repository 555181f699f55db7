package io.stageline.alert.automation;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scores how far the series is from every state that it has been in: its value, its level, its unrest, and its level at
 * this time of the day.
 *
 * <p>Each is compared with its nearest neighbour in the past, as a discord is (Keogh, Lin, Fu 2005, doi
 * 10.1109/ICDM.2005.79; of past neighbours only: Lu et al. 2022, doi 10.1145/3534678.3539271), but by one number instead
 * of a shape; the farthest counts. What was seen once is not new the second time.
 */
final class NoveltyDetector implements Detector {
    /** The distance, in parts of the range, that scores one half. */
    private static final double NOTEWORTHY = 0.05;
    /** What a novelty for the time of the day counts beside one for all times. */
    private static final double SEASON_WEIGHT = 0.125;

    private static final String SEASON = "season";

    private final List<Feature> features;
    private final HoursOfDay hours;
    private final Usual usual;
    private final Rest rest;

    NoveltyDetector() {
        features = Arrays.stream(Statistic.values()).map(Feature::new).toList();
        hours = new HoursOfDay();
        usual = new Usual();
        rest = new Rest();
    }

    NoveltyDetector(Numbers from) {
        features = Arrays.stream(Statistic.values())
                .map(statistic -> Feature.read(statistic, from))
                .toList();
        hours = HoursOfDay.read(from);
        usual = Usual.read(from);
        rest = Rest.read(from);
    }

    @Override
    public Assessment step(Instant occurredAt, double value) {
        double baseline = usual.count() == 0 ? value : usual.centre();
        usual.learn(value);
        Map<String, Double> signals = new TreeMap<>();
        features.forEach(feature -> signals.put(feature.name(), feature.see(value)));
        Feature level = features.get(Statistic.LEVEL.ordinal());
        double season = level.known() ? hours.see(occurredAt, level.current(), level.range()) : 0;
        signals.put(SEASON, SEASON_WEIGHT * season);
        double told = rest.filter(
                signals.values().stream().mapToDouble(it -> it).max().orElse(0));
        return new Assessment(told / (told + NOTEWORTHY), baseline, why(signals, level));
    }

    /** The feature that is farthest from where it has been stands for all; for the season that is the level. */
    private Explanation why(Map<String, Double> signals, Feature level) {
        Feature most = level;
        double farthest = signals.getOrDefault(SEASON, 0.0);
        for (Feature feature : features) {
            double novelty = signals.getOrDefault(feature.name(), 0.0);
            if (novelty > farthest) {
                farthest = novelty;
                most = feature;
            }
        }
        return new Explanation(
                DetectorMethod.NOVELTY.wire(), most.nearest(), most.range(), most.current(), Map.copyOf(signals));
    }

    @Override
    public DetectorState state() {
        Numbers numbers = new Numbers();
        features.forEach(feature -> feature.write(numbers));
        hours.write(numbers);
        usual.write(numbers);
        rest.write(numbers);
        return numbers.as(DetectorMethod.NOVELTY);
    }
}

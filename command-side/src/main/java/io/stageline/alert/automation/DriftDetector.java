package io.stageline.alert.automation;

import java.time.Instant;

/**
 * Scores how long and how far the series has been away from its baseline, upwards or downwards.
 *
 * <p>Page's two-sided cumulative sum (Page 1954, doi 10.1093/biomet/41.1-2.100) of robust distances, clipped so that no
 * single value is a drift. When the sum reaches its limit, the drift is told and the baseline is learnt anew.
 */
final class DriftDetector implements Detector {
    private static final int ENOUGH = 100;
    private static final double SLACK = 1;
    private static final double CLIP = 4;
    /** The sum that scores one half and ends the baseline. */
    private static final double LIMIT = 25;

    private Usual baseline;
    private double up;
    private double down;
    private final Rest rest;

    DriftDetector() {
        baseline = new Usual();
        rest = new Rest();
    }

    DriftDetector(Numbers from) {
        baseline = Usual.read(from);
        up = from.take();
        down = from.take();
        rest = Rest.read(from);
    }

    @Override
    public Assessment step(Instant occurredAt, double value) {
        if (baseline.count() < ENOUGH) {
            baseline.learn(value);
            rest.filter(0);
            return Assessment.learning(DetectorMethod.DRIFT, value);
        }
        double centre = baseline.centre();
        double distance = Deviations.of(value - centre, baseline.spread());
        double signed = Math.copySign(Math.min(distance, CLIP), value - centre);
        up = Math.max(0, up + signed - SLACK);
        down = Math.max(0, down - signed - SLACK);
        Assessment assessment = assess(value);
        if (Math.max(up, down) >= LIMIT) startAgain();
        else baseline.learn(value);
        return assessment;
    }

    private Assessment assess(double value) {
        double told = rest.filter(Math.max(up, down));
        Explanation why = Explanation.of(DetectorMethod.DRIFT, baseline.centre(), baseline.spread(), value);
        return new Assessment(
                told / (told + LIMIT), baseline.centre(), why.with("up", up).with("down", down));
    }

    private void startAgain() {
        baseline = new Usual();
        up = 0;
        down = 0;
    }

    @Override
    public DetectorState state() {
        Numbers numbers = new Numbers();
        baseline.write(numbers);
        numbers.put(up).put(down);
        rest.write(numbers);
        return numbers.as(DetectorMethod.DRIFT);
    }
}

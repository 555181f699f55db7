package io.stageline.cli.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** NAB's rules, worked out by hand: sig(y) = 2 / (1 + e^5y) - 1. */
class ScoringTest {
    private static final Offset<Double> EXACTLY = within(1e-12);
    private static final Offset<Double> ROUNDED = within(5e-6);
    private static final int ROWS = 100;

    @Test
    void the_first_row_of_a_window_is_worth_all_and_its_last_nearly_nothing() {
        LabelledWindow window = new LabelledWindow(20, 29);
        assertThat(window.worthInside(20)).isCloseTo(1, EXACTLY);
        assertThat(window.worthInside(25)).isCloseTo(0.848284 / 0.986614, ROUNDED);
        assertThat(window.worthInside(29)).isCloseTo(0.244919 / 0.986614, ROUNDED);
    }

    @Test
    void a_false_alarm_costs_little_just_behind_a_window_and_all_from_far_away() {
        LabelledWindow window = new LabelledWindow(20, 30);
        assertThat(window.worthAfter(31)).isCloseTo(-0.244919, ROUNDED);
        assertThat(window.worthAfter(40)).isCloseTo(-0.986614, ROUNDED);
        assertThat(window.worthAfter(60)).isGreaterThan(-1);
        assertThat(window.worthAfter(61)).isEqualTo(-1);
    }

    @Test
    void only_the_best_detection_of_a_window_counts() {
        Tally tally = tally(series(new LabelledWindow(20, 29)), 29, 25, 27);
        assertThat(tally.found()).isCloseTo(0.859793, ROUNDED);
        assertThat(tally.missed()).isZero();
        assertThat(tally.wrong()).isZero();
    }

    @Test
    void every_row_before_the_first_window_is_a_whole_false_alarm_but_rows_of_the_probation_are_nothing() {
        Series series = series(new LabelledWindow(40, 49));
        assertThat(series.probation()).isEqualTo(15);
        assertThat(tally(series, 0, 14)).isEqualTo(new Tally(0, 1, 0));
        assertThat(tally(series, 15, 39)).isEqualTo(new Tally(0, 1, -2));
    }

    @Test
    void probation_never_lasts_longer_than_750_rows() {
        assertThat(series(5_003).probation()).isEqualTo(750);
        assertThat(series(4_032).probation()).isEqualTo(604);
    }

    @Test
    void a_false_alarm_is_measured_from_the_window_passed_last() {
        Series series = series(new LabelledWindow(20, 30), new LabelledWindow(50, 60));
        assertThat(tally(series, 40).wrong()).isCloseTo(-0.986614, ROUNDED);
        assertThat(tally(series, 61).wrong()).isCloseTo(-0.244919, ROUNDED);
    }

    @Test
    void the_profiles_weigh_what_was_missed_and_what_was_wrong() {
        Tally tally = new Tally(1.5, 2, -10);
        assertThat(Profile.STANDARD.raw(tally)).isCloseTo(1.5 - 2 - 1.1, EXACTLY);
        assertThat(Profile.REWARD_LOW_FP_RATE.raw(tally)).isCloseTo(1.5 - 2 - 2.2, EXACTLY);
        assertThat(Profile.REWARD_LOW_FN_RATE.raw(tally)).isCloseTo(1.5 - 4 - 1.1, EXACTLY);
    }

    @Test
    void a_perfect_detector_has_100_and_a_silent_one_0_in_every_profile() {
        Series series = series(new LabelledWindow(20, 29), new LabelledWindow(60, 69));
        for (Profile profile : Profile.values()) {
            assertThat(profile.normalised(profile.raw(tally(series, 20, 60)), 2))
                    .isCloseTo(100, EXACTLY);
            assertThat(profile.normalised(profile.raw(tally(series)), 2)).isCloseTo(0, EXACTLY);
        }
    }

    @Test
    void one_threshold_is_chosen_for_all_series_together() {
        List<Scored> corpus = List.of(
                scored("a/1", new LabelledWindow(40, 49), 40, 0.6, 20, 0.7),
                scored("b/2", new LabelledWindow(40, 49), 40, 0.9, 20, 0.5));
        List<Sweep.Step> steps = Sweep.over(corpus);
        assertThat(steps).extracting(Sweep.Step::detections).containsExactly(0, 1, 2, 3, 4);
        assertThat(Sweep.bestThreshold(steps, Profile.STANDARD)).isEqualTo(0.6);
        assertThat(Scored.tally(corpus, 0.6)).isEqualTo(new Tally(2, 0, -1));
    }

    @Test
    void a_group_that_is_left_out_is_judged_at_the_threshold_of_the_others() {
        List<Scored> corpus = List.of(
                scored("a/1", new LabelledWindow(40, 49), 40, 0.6, 20, 0.3),
                scored("b/2", new LabelledWindow(40, 49), 40, 0.9, 20, 0.7));
        assertThat(Sweep.heldOut(corpus, Profile.STANDARD))
                .containsEntry("a", new Tally(0, 1, 0))
                .containsEntry("b", new Tally(1, 0, -1));
    }

    @Test
    void the_tally_of_a_sweep_is_the_tally_of_each_threshold() {
        List<Scored> corpus =
                List.of(scored("a/1", new LabelledWindow(40, 49), 41, 0.6, 20, 0.6, 52, 0.4, 47, 0.4, 90, 0.1));
        for (Sweep.Step step : Sweep.over(corpus))
            assertThat(step.tally()).isEqualTo(Scored.tally(corpus, step.threshold()));
    }

    private static Tally tally(Series series, int... detections) {
        RunningScore score = new RunningScore(series);
        for (int row : detections) score.detect(row);
        return score.tally();
    }

    private static Scored scored(String name, LabelledWindow window, double... rowsAndScores) {
        double[] scores = new double[ROWS];
        for (int i = 0; i < rowsAndScores.length; i += 2) scores[(int) rowsAndScores[i]] = rowsAndScores[i + 1];
        return new Scored(new Series(name, points(ROWS), List.of(window)), scores);
    }

    private static Series series(LabelledWindow... windows) {
        return new Series("group/file.csv", points(ROWS), List.of(windows));
    }

    private static Series series(int rows) {
        return new Series("group/file.csv", points(rows), List.of());
    }

    private static List<Series.Point> points(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row -> new Series.Point(Instant.EPOCH.plusSeconds(row), 0))
                .toList();
    }
}

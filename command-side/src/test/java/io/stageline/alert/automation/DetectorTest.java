package io.stageline.alert.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class DetectorTest {
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final int DAY = 96;
    private static final int FOUR_WEEKS = 28 * DAY;
    private static final double ALARM = 0.5;

    private final Random random = new Random(7);

    @Test
    void a_spike_is_new_and_explains_itself() {
        List<Assessment> said = watch(DetectorMethod.NOVELTY, 500, i -> i == 400 ? 60 : random.nextDouble() * 10);
        assertThat(alarms(said)).contains(400);
        assertThat(said.get(400).score()).isGreaterThan(0.98);
        assertThat(said.get(400).baseline()).isBetween(4.0, 6.0);
        Explanation why = said.get(400).why();
        assertThat(why.method()).isEqualTo("novelty");
        assertThat(why.observed()).isGreaterThan(why.expected() + why.spread());
        assertThat(why.signals()).containsOnlyKeys("value", "level", "unrest", "season");
        assertThat(why.signals().get("value")).isGreaterThan(4);
    }

    @Test
    void the_same_anomaly_is_not_told_again_while_it_is_fresh_but_a_greater_one_is() {
        assertThat(alarms(watch(DetectorMethod.GAUSSIAN, 600, i -> i >= 300 && i < 304 ? 50 : i == 350 ? 500 : i % 7)))
                .containsExactly(300, 350);
    }

    @Test
    void a_value_between_two_usual_ones_is_new_as_well() {
        assertThat(alarms(watch(
                        DetectorMethod.NOVELTY, 1_000, i -> i == 900 ? 50 : (i / 50 % 2) * 100 + random.nextDouble())))
                .contains(900)
                .filteredOn(i -> i > 500)
                .containsExactly(900);
    }

    @Test
    void noise_alone_alarms_the_novelty_detector_less_than_twice_in_a_thousand_values() {
        assertThat(alarms(watch(DetectorMethod.NOVELTY, 4_000, i -> random.nextDouble())))
                .hasSizeLessThan(8);
    }

    @Test
    void a_missing_day_is_new_at_its_hours_though_every_value_of_it_is_known() {
        IntToDoubleFunction working =
                i -> i % DAY >= 36 && i % DAY < 68 ? 80 + random.nextDouble() : random.nextDouble();
        int missing = 10;
        List<Assessment> said = watch(
                DetectorMethod.NOVELTY,
                14 * DAY,
                i -> i / DAY == missing ? random.nextDouble() : working.applyAsDouble(i));
        List<Integer> alarms = alarms(said).stream().filter(i -> i > 5 * DAY).toList();
        assertThat(alarms).isNotEmpty().allSatisfy(i -> assertThat(i / DAY).isEqualTo(missing));
        assertThat(said.get(alarms.get(0)).why().signals())
                .satisfies(signals -> assertThat(signals.get("season")).isEqualTo(Collections.max(signals.values())));
    }

    @Test
    void a_daily_wave_is_usual_and_midday_at_midnight_is_not() {
        IntToDoubleFunction wave = i -> 100 * Math.sin(2 * Math.PI * i / DAY) + random.nextGaussian();
        int midnight = 20 * DAY;
        List<Assessment> said = watch(
                DetectorMethod.SEASONAL,
                FOUR_WEEKS,
                i -> i == midnight ? 99 + random.nextGaussian() : wave.applyAsDouble(i));
        assertThat(alarms(said)).contains(midnight);
        assertThat(said.get(midnight).why().signals()).containsOnlyKeys("hourOfDay");
        assertThat(said.get(midnight).baseline()).isBetween(0.0, 30.0);
        assertThat(alarms(said).stream().filter(i -> i > 3 * DAY)).containsExactly(midnight);
    }

    @Test
    void a_change_of_level_is_a_drift_and_a_single_spike_is_none() {
        assertThat(alarms(watch(
                        DetectorMethod.DRIFT, 800, i -> random.nextGaussian() + (i >= 600 ? 4 : i == 300 ? 90 : 0))))
                .hasSize(1)
                .allSatisfy(step -> assertThat(step).isBetween(602, 620));
    }

    @Test
    void a_drift_says_its_direction() {
        List<Assessment> said = watch(DetectorMethod.DRIFT, 800, i -> random.nextGaussian() - (i >= 600 ? 4 : 0));
        Explanation why = said.get(alarms(said).get(0)).why();
        assertThat(why.signals().get("down")).isGreaterThan(20);
        assertThat(why.signals().get("up")).isZero();
    }

    @Test
    void an_unknown_shape_is_strange_to_its_neighbours() {
        List<Assessment> said = watch(
                DetectorMethod.NEIGHBOUR,
                1_000,
                i -> i >= 800 && i < 812 ? 0.2 : Math.sin(i / 5.0) + random.nextGaussian() * 0.01);
        assertThat(said.subList(800, 815))
                .anySatisfy(it -> assertThat(it.score()).isGreaterThan(0.99));
    }

    @Test
    void the_first_values_of_a_series_are_never_unusual() {
        for (DetectorMethod method : DetectorMethod.values())
            assertThat(alarms(watch(method, 29, i -> Math.pow(-10, i))))
                    .as(method.wire())
                    .isEmpty();
    }

    private static List<Assessment> watch(DetectorMethod method, int steps, IntToDoubleFunction series) {
        Detector detector = method.start();
        List<Assessment> said = new ArrayList<>();
        for (int i = 0; i < steps; i++)
            said.add(detector.step(MONDAY.plus(Duration.ofMinutes(15L * i)), series.applyAsDouble(i)));
        return said;
    }

    private static List<Integer> alarms(List<Assessment> said) {
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) if (said.get(i).score() >= ALARM) alarms.add(i);
        return alarms;
    }
}

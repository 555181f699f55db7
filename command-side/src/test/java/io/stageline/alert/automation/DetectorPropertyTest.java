package io.stageline.alert.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.json.JsonMapper;

class DetectorPropertyTest {
    private static final int LONGEST = 5_000;
    private static final int MOST_NUMBERS = 4_000;
    private static final int TRIES = 25;
    private static final int MINUTES = 300;
    private static final JsonMapper JSON = new JsonMapper();

    @Property(tries = TRIES)
    void a_detector_resumed_from_json_goes_on_as_if_nothing_had_happened(
            @ForAll DetectorMethod method,
            @ForAll long seed,
            @ForAll @IntRange(max = LONGEST) int before,
            @ForAll @IntRange(min = 1, max = 400) int after) {
        List<Double> values = values(seed, before + after);
        Detector uninterrupted = method.start();
        run(uninterrupted, values, 0, before);
        String kept = JSON.writeValueAsString(uninterrupted.state());
        Detector resumed = DetectorMethod.resume(JSON.readValue(kept, DetectorState.class));
        assertThat(resumed.state()).isEqualTo(uninterrupted.state());
        assertThat(run(resumed, values, before, before + after))
                .isEqualTo(run(uninterrupted, values, before, before + after));
        assertThat(resumed.state()).isEqualTo(uninterrupted.state());
    }

    @Property(tries = TRIES)
    void scores_lie_between_0_and_1_and_memory_is_bounded(@ForAll DetectorMethod method, @ForAll long seed) {
        Detector detector = method.start();
        assertThat(run(detector, values(seed, LONGEST), 0, LONGEST))
                .allSatisfy(it -> assertThat(it.score()).isBetween(0.0, 1.0))
                .allSatisfy(it -> assertThat(it.baseline()).isFinite());
        assertThat(detector.state().numbers()).hasSizeLessThan(MOST_NUMBERS).allSatisfy(number -> assertThat(number)
                .isFinite());
    }

    @Property(tries = TRIES)
    void what_comes_later_changes_nothing_of_what_was_said(@ForAll DetectorMethod method, @ForAll long seed) {
        List<Double> values = values(seed, LONGEST);
        List<Double> others = new ArrayList<>(values.subList(0, LONGEST / 2));
        others.addAll(values(seed + 1, LONGEST / 2));
        assertThat(run(method.start(), values, 0, LONGEST).subList(0, LONGEST / 2))
                .isEqualTo(run(method.start(), others, 0, LONGEST).subList(0, LONGEST / 2));
    }

    private static List<Assessment> run(Detector detector, List<Double> values, int from, int to) {
        List<Assessment> said = new ArrayList<>();
        for (int i = from; i < to; i++)
            said.add(detector.step(Instant.EPOCH.plusSeconds((long) i * MINUTES), values.get(i)));
        return said;
    }

    /** A daily wave with noise, spikes, plateaus and a change of level: whatever a seed makes of it. */
    private static List<Double> values(long seed, int count) {
        Random random = new Random(seed);
        double scale = Math.exp(random.nextGaussian() * 5);
        double level = 0;
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (random.nextInt(500) == 0) level = random.nextGaussian() * 5;
            double spike = random.nextInt(100) == 0 ? random.nextGaussian() * 20 : 0;
            double noise = i % 700 < 200 ? 0 : random.nextGaussian();
            values.add(scale * (level + Math.sin(i * Math.PI / 144) + noise + spike));
        }
        return values;
    }
}

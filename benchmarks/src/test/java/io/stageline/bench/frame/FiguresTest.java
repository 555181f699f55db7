package io.stageline.bench.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stageline.bench.host.Guard;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void the_median_of_an_odd_number_is_the_middle_one_and_of_an_even_number_lies_between_two() {
        assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(4, 1, 9));
        assertThat(Spread.of(List.of(8.0, 1.0, 2.0, 4.0))).isEqualTo(new Spread(3, 1, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }

    @Test
    void a_ratio_is_taken_within_each_round_before_the_median_of_all_rounds() {
        var ratio = Figure.ofRates("a", "b", Target.atLeast(1));
        var rounds = List.of(round(10, 1), round(20, 10), round(300, 100));
        var result = new RowResult(row(ratio), rounds);

        // The median of the rates would be 20 / 10; that of the ratios 10, 2 and 3 is another one.
        assertThat(result.figures().get(ratio)).isEqualTo(new Spread(3, 2, 10));
    }

    @Test
    void what_grows_like_its_log_has_the_exponent_1_and_what_does_not_grow_0() {
        assertThat(Figure.exponent(2, 200, 100_000, 10_000_000)).isCloseTo(1, within(1e-12));
        assertThat(Figure.exponent(0.5, 0.5, 100_000, 10_000_000)).isZero();
        assertThat(Figure.exponent(1, 10, 100_000, 10_000_000)).isCloseTo(0.5, within(1e-12));
        assertThat(Figure.exponent(1, 0.9, 100_000, 10_000_000)).isNegative();
    }

    @Test
    void a_target_is_met_at_its_bound_and_reached_in_its_own_direction() {
        assertThat(Target.atLeast(0.7).isMetBy(0.7)).isTrue();
        assertThat(Target.atLeast(0.7).isMetBy(0.69)).isFalse();
        assertThat(Target.atMost(1.6).isMetBy(1.6)).isTrue();
        assertThat(Target.atMost(1.6).isMetBy(1.61)).isFalse();
        assertThat(Target.atLeast(2).reach(3)).isEqualTo(1.5);
        assertThat(Target.atMost(2).reach(4)).isEqualTo(0.5);
        assertThat(Target.atMost(0.02).reach(-0.1)).isInfinite();
    }

    @Test
    void a_turn_costs_processor_time_by_the_operation() {
        var measured = new Measured(2_000, 4, 1, 2, Map.of());
        var sample = Sample.of(new Guard.Used<>(measured, 0.5, 0.03));

        assertThat(sample).isEqualTo(new Sample(500, 1, 2, 250, 0.03, Map.of()));
    }

    @Test
    void sides_take_turns() {
        var order = new StringBuilder();
        var row = row(Figure.ofRates("a", "b", Target.told()), side("a", order), side("b", order));
        var rounds = new Rounds(
                new Plan(2, Duration.ZERO, Duration.ZERO),
                new Guard(),
                new PrintStream(OutputStream.nullOutputStream()));

        var result = rounds.run(row, new House(Path.of("target/none"), null, false));

        assertThat(order).hasToString("ababab");
        assertThat(result.rounds()).hasSize(2);
    }

    private static Map<String, Sample> round(double a, double b) {
        return Map.of("a", new Sample(a, 0, 0, 0, 0, Map.of()), "b", new Sample(b, 0, 0, 0, 0, Map.of()));
    }

    private static Side side(String name, StringBuilder order) {
        return new Side() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Set<Long> processes() {
                return Set.of();
            }

            @Override
            public Measured run(Duration time) {
                order.append(name);
                return new Measured(1, 1, 1, 1, Map.of());
            }
        };
    }

    private static Row row(Figure figure, Side... sides) {
        return new Row() {
            @Override
            public String name() {
                return "P0";
            }

            @Override
            public String question() {
                return "?";
            }

            @Override
            public List<Figure> figures() {
                return List.of(figure);
            }

            @Override
            public List<Side> sides(House house) {
                return List.of(sides);
            }
        };
    }
}

package io.stageline.projection.parked;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.test.Hands;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedRatioTest {
    private final Hands clock = new Hands();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FailedRatio ratio = new FailedRatio("grid", clock, meters);

    @Test
    void nothing_seen_is_no_failure() {
        assertThat(ratio.now()).isZero();
        assertThat(ratio.isAlarm()).isFalse();
    }

    @Test
    void one_in_a_hundred_is_borne_and_more_is_an_alarm() {
        ratio.seen(99, 1, 1);
        assertThat(ratio.isAlarm()).isFalse();
        ratio.seen(0, 1, 0);
        assertThat(ratio.isAlarm()).isTrue();
        assertThat(meters.get("stageline.alarm").gauge().value()).isOne();
    }

    @Test
    void only_the_last_five_minutes_count() {
        ratio.seen(0, 1, 1);
        clock.move(Duration.ofMinutes(4));
        assertThat(ratio.now()).isOne();
        ratio.seen(3, 0, 0);
        assertThat(ratio.now()).isEqualTo(0.25);
        clock.move(Duration.ofMinutes(1));
        assertThat(ratio.now()).isZero();
        clock.move(Duration.ofDays(1));
        ratio.seen(1, 1, 0);
        assertThat(ratio.now()).isEqualTo(0.5);
    }

    @Test
    void many_failing_sequences_with_little_folded_beside_them_are_the_rule() {
        ratio.seen(10, 19, 19);
        assertThat(ratio.isTheRule(0, 1)).isTrue();
        assertThat(ratio.isTheRule(10, 1)).isFalse();
        assertThat(ratio.isTheRule(0, 0)).isFalse();
        clock.move(Duration.ofMinutes(6));
        assertThat(ratio.isTheRule(0, 1)).isFalse();
    }
}

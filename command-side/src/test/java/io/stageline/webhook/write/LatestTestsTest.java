package io.stageline.webhook.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.refusal.Refused;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LatestTestsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void a_sixth_test_waits_until_the_first_one_is_a_minute_old() {
        var four = tested(40, 30, 20, 10);
        four.mustLeaveRoom(NOW);
        var five = four.and(NOW);
        assertThat(secondsToWait(five, NOW)).isEqualTo(20);
        assertThat(secondsToWait(five, NOW.plusMillis(19_001))).isEqualTo(1);
        five.mustLeaveRoom(NOW.plusSeconds(20));
        assertThat(secondsToWait(five.and(NOW.plusSeconds(20)), NOW.plusSeconds(20)))
                .isEqualTo(10);
    }

    @Test
    void what_was_tested_before_a_clock_was_put_back_holds_up_nobody() {
        var five = tested(4, 3, 2, 1, 0);
        assertThat(secondsToWait(five, NOW)).isEqualTo(56);
        five.mustLeaveRoom(NOW.minusSeconds(3_600));
    }

    private static LatestTests tested(long... secondsAgo) {
        var tests = LatestTests.NONE;
        for (var seconds : secondsAgo) tests = tests.and(NOW.minusSeconds(seconds));
        return tests;
    }

    private static long secondsToWait(LatestTests tests, Instant now) {
        var refused = new long[1];
        assertThatThrownBy(() -> tests.mustLeaveRoom(now))
                .isInstanceOfSatisfying(
                        Refused.class, refusal -> refused[0] = refusal.refusal().secondsToWait());
        return refused[0];
    }
}

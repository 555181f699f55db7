package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.webhook.automation.Answer.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RetrySchedule HOURS = RetrySchedule.USUAL;

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void a_2xx_is_a_delivery(int status) {
        assertThat(verdict(status, 1)).isInstanceOf(Verdict.Delivered.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void a_passing_error_is_tried_again(int status) {
        assertThat(verdict(status, 1)).isInstanceOf(Verdict.Again.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 301, 302, 307, 308, 400, 401, 403, 404, 405, 413, 422, 499})
    void an_error_that_lasts_is_not_tried_again(int status) {
        assertThat(verdict(status, 1)).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void a_410_means_gone() {
        assertThat(verdict(410, 1)).isInstanceOf(Verdict.Gone.class);
    }

    @ParameterizedTest
    @EnumSource(value = Failure.class, mode = EnumSource.Mode.EXCLUDE, names = "LOST")
    void an_attempt_without_an_answer_is_repeated(Failure failure) {
        assertThat(verdict(Answer.of(failure, 1), 1)).isInstanceOf(Verdict.Again.class);
    }

    @Test
    void what_senders_die_of_is_not_tried_again() {
        assertThat(verdict(Answer.of(Failure.LOST, 1), 1)).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void five_attempts_are_enough() {
        for (var tries = 1; tries <= 4; tries++) assertThat(verdict(500, tries)).isInstanceOf(Verdict.Again.class);
        assertThat(verdict(500, 5)).isInstanceOf(Verdict.Failed.class);
    }

    @Property
    void a_wait_lies_within_a_fifth_of_its_schedule(@ForAll @IntRange(min = 1, max = 4) int tries, @ForAll long seed) {
        var wait = Duration.ofSeconds(HOURS.seconds().get(tries - 1));
        assertThat(HOURS.after(tries, null, NOW, new Random(seed)).orElseThrow())
                .isBetween(
                        wait.multipliedBy(8).dividedBy(10),
                        wait.multipliedBy(12).dividedBy(10));
    }

    @Property
    void no_retry_after_is_shortened_up_to_a_day(
            @ForAll @IntRange(min = 0, max = 90_000) int seconds, @ForAll long seed) {
        var wait =
                HOURS.after(1, Integer.toString(seconds), NOW, new Random(seed)).orElseThrow();
        var asked = Math.min(seconds, 86_400);
        assertThat(wait.toSeconds()).isBetween((long) Math.max(4, asked), (long) Math.max(6, asked));
    }

    @Test
    void retry_after_may_be_a_date_and_nonsense_asks_for_nothing() {
        assertThat(asked("Sun, 01 Mar 2026 12:01:30 GMT")).isEqualTo(Duration.ofSeconds(90));
        assertThat(asked("Sun, 01 Mar 2026 11:00:00 GMT")).isZero();
        assertThat(asked("Sunday, 01-Mar-26 12:01:30 GMT")).isEqualTo(Duration.ofSeconds(90));
        assertThat(asked("Sun Mar  1 12:01:30 2026")).isEqualTo(Duration.ofSeconds(90));
        assertThat(asked("Tue Mar 10 12:00:00 2026")).isEqualTo(Duration.ofDays(1));
        assertThat(asked("99999999999999999999")).isEqualTo(Duration.ofDays(1));
        for (var nonsense : List.of("", "soon", "-5", "1.5", "Sun Mar 1", "Tue, 31 Feb 2026 12:00:00 GMT"))
            assertThat(asked(nonsense)).isZero();
    }

    private static Duration asked(String retryAfter) {
        return RetrySchedule.asked(retryAfter, NOW);
    }

    private static Verdict verdict(int status, int tries) {
        return verdict(new Answer(status, null, 1, null, ""), tries);
    }

    private static Verdict verdict(Answer answer, int tries) {
        return Verdict.of(answer, tries, HOURS, NOW, new Random(1));
    }
}

package io.stageline.alert.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.alert.events.Condition.Deadline;
import io.stageline.alert.events.Condition.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadlineWatchingTest {
    private static final Instant OPENED = Instant.parse("2026-03-02T01:00:00Z");
    private static final DeadlineWatching WATCHING =
            new DeadlineWatching(new Deadline(signals("case.opened"), signals("case.ended"), Duration.ofDays(7), null));

    private static Signals signals(String type) {
        return new Signals(null, type, List.of());
    }

    private static Input opened(Duration after) {
        return input(after, false);
    }

    private static Input closed(Duration after) {
        return input(after, true);
    }

    private static Input input(Duration after, boolean closes) {
        var at = OPENED.plus(after);
        return new Input(1, new UUID(0, 1), at, at, null, false, closes, null, null);
    }

    /** Whether it is overdue a month later. */
    private static boolean isOverdue(Input... inputs) {
        var memory = Memory.EMPTY;
        for (var input : inputs) memory = WATCHING.after(memory, input);
        return WATCHING.at(memory, OPENED.plus(Duration.ofDays(30))).holds();
    }

    @Test
    void what_is_opened_and_never_closed_is_overdue() {
        assertThat(isOverdue(opened(Duration.ZERO))).isTrue();
        assertThat(isOverdue(opened(Duration.ZERO), closed(Duration.ofDays(7)))).isFalse();
        assertThat(isOverdue(closed(Duration.ofDays(7)), opened(Duration.ZERO))).isFalse();
    }

    @Test
    void a_close_at_the_midnight_before_the_only_opening_closes_it_in_whatever_order_they_come() {
        var midnight = closed(Duration.ofHours(-1));
        assertThat(isOverdue(opened(Duration.ZERO), midnight)).isFalse();
        assertThat(isOverdue(midnight, opened(Duration.ZERO))).isFalse();
    }

    @Test
    void a_close_of_the_days_before_closes_nothing() {
        var before = closed(Duration.ofHours(-25));
        assertThat(isOverdue(opened(Duration.ZERO), before)).isTrue();
        assertThat(isOverdue(before, opened(Duration.ZERO))).isTrue();
    }

    @Test
    void what_was_closed_and_is_opened_again_is_due_again() {
        var earlier = opened(Duration.ofDays(-3));
        var closed = closed(Duration.ofHours(-1));
        assertThat(isOverdue(earlier, closed, opened(Duration.ZERO))).isTrue();
        assertThat(isOverdue(earlier, opened(Duration.ZERO), closed)).isTrue();
    }
}

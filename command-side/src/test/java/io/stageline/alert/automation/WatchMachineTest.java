package io.stageline.alert.automation;

import static io.stageline.alert.events.Condition.Comparison.ABOVE;
import static io.stageline.alert.events.Condition.Comparison.AT_LEAST;
import static io.stageline.alert.events.Condition.Comparison.BELOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.alert.events.Condition.Absence;
import io.stageline.alert.events.Condition.Anomaly;
import io.stageline.alert.events.Condition.Count;
import io.stageline.alert.events.Condition.Deadline;
import io.stageline.alert.events.Condition.DecisionChanged;
import io.stageline.alert.events.Condition.DecisionChanged.Fall;
import io.stageline.alert.events.Condition.EntryStale;
import io.stageline.alert.events.Condition.RateOfChange;
import io.stageline.alert.events.Condition.Share;
import io.stageline.alert.events.Condition.Signals;
import io.stageline.alert.events.Condition.StageNotReached;
import io.stageline.alert.events.Condition.Threshold;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WatchMachineTest {
    private static final Signals OF = new Signals(null, "metric", List.of());
    private static final UUID JOURNAL = new UUID(0, 2);
    private static final UUID CONTACT = new UUID(0, 3);
    private static final double DAY = 24 * 60;

    private static Threshold above(double limit) {
        return new Threshold(OF, ABOVE, limit);
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    private static StageRecorded stage(String stage, double minute) {
        return new StageRecorded(JOURNAL, CONTACT, UUID.randomUUID(), stage, Told.minute(minute), null, List.of());
    }

    @Test
    void one_episode_raises_one_alert_however_long_it_lasts() {
        assertThat(new Told(above(10))
                        .value(1, 5)
                        .value(2, 11)
                        .value(3, 12)
                        .value(4, 9)
                        .value(5, 11)
                        .turns())
                .containsExactly("raised by 2 at 2", "calmed 2 at 4", "raised by 5 at 5");
    }

    @Test
    void what_must_hold_for_a_time_is_raised_when_it_has() {
        assertThat(new Told(above(10), minutes(5), null).value(1, 11).until(5.9).turns())
                .isEmpty();
        assertThat(new Told(above(10), minutes(5), null).value(1, 11).until(6).turns())
                .containsExactly("raised by 1 at 6");
        assertThat(new Told(above(10), minutes(5), null)
                        .value(1, 11)
                        .value(4, 9)
                        .until(10)
                        .turns())
                .isEmpty();
        assertThat(new Told(above(10), minutes(5), null)
                        .value(1, 11)
                        .value(9, 12)
                        .turns())
                .containsExactly("raised by 1 at 6");
    }

    @Test
    void what_keeps_firing_is_over_only_after_it_was_calm_for_a_time() {
        assertThat(new Told(above(10), null, minutes(5))
                        .value(1, 11)
                        .value(2, 9)
                        .value(4, 11)
                        .value(5, 9)
                        .until(20)
                        .turns())
                .containsExactly("raised by 1 at 1", "calmed 1 at 10");
    }

    @Test
    void a_value_that_comes_late_does_not_count_as_the_newest() {
        assertThat(new Told(above(10)).value(5, 9).value(3, 20).turns()).isEmpty();
    }

    @Test
    void a_rate_is_of_the_oldest_and_the_newest_within_the_time() {
        var rate = new RateOfChange(OF, minutes(30), ABOVE, 60);
        assertThat(new Told(rate)
                        .value(0, 0)
                        .value(10, 5)
                        .value(20, 30)
                        .value(60, 31)
                        .turns())
                .containsExactly("raised by 3 at 20", "calmed 3 at 60");
    }

    @Test
    void too_many_within_the_time_are_counted_and_go_again() {
        var count = new Count(OF, minutes(10), AT_LEAST, 3);
        assertThat(new Told(count).signal(0).signal(5).signal(9).until(30).turns())
                .containsExactly("raised by 3 at 9", "calmed 3 at 10");
        assertThat(new Told(count).signal(0).signal(5).signal(10).until(30).turns())
                .isEmpty();
    }

    @Test
    void one_that_comes_late_counts_where_it_belongs() {
        var count = new Count(OF, minutes(10), AT_LEAST, 3);
        assertThat(new Told(count).signal(5).signal(9).signal(3).turns()).containsExactly("raised by 3 at 9");
        assertThat(new Told(count).signal(5).signal(19).signal(3).turns()).isEmpty();
    }

    @Test
    void too_few_are_told_only_once_the_time_has_passed() {
        var count = new Count(OF, minutes(10), BELOW, 2);
        assertThat(new Told(count).signal(0).until(9).turns()).isEmpty();
        assertThat(new Told(count).signal(0).signal(5).until(11).turns()).containsExactly("raised by 2 at 10");
    }

    @Test
    void a_share_is_told_of_enough_only() {
        var share = new Share(OF, List.of(), minutes(60), 4, AT_LEAST, 0.5);
        assertThat(new Told(share).part(1).part(2).signal(3).turns()).isEmpty();
        assertThat(new Told(share).part(1).part(2).signal(3).signal(4).signal(5).turns())
                .containsExactly("raised by 4 at 4", "calmed 4 at 5");
    }

    @Test
    void an_absence_begins_when_the_time_is_over_and_ends_with_the_next() {
        var absence = new Absence(OF, minutes(10));
        assertThat(new Told(absence).signal(0).signal(10).signal(21).until(30).turns())
                .containsExactly("raised by 2 at 20", "closed 2 at 21");
        assertThat(new Told(absence).signal(0).until(10).until(100).turns()).containsExactly("raised by 1 at 10");
    }

    @Test
    void a_deadline_is_missed_once_and_closed_late() {
        var deadline = new Deadline(OF, OF, null, "/due");
        assertThat(new Told(deadline).opens(0, 10).until(9.9).turns()).isEmpty();
        assertThat(new Told(deadline)
                        .opens(0, 10)
                        .until(10)
                        .until(20)
                        .closes(30)
                        .until(40)
                        .turns())
                .containsExactly("raised by 1 at 10", "closed 1 at 30");
        assertThat(new Told(deadline).opens(0, 10).closes(30).turns())
                .containsExactly("raised by 1 at 10", "closed 1 at 30");
        assertThat(new Told(deadline).opens(0, 10).closes(10).until(90).turns()).isEmpty();
        assertThat(new Told(deadline)
                        .opens(0, 10)
                        .closes(5)
                        .opens(20, 30)
                        .until(90)
                        .turns())
                .containsExactly("raised by 3 at 30");
    }

    @Test
    void a_deadline_whose_end_comes_before_its_beginning_is_told_alike() {
        var deadline = new Deadline(OF, OF, null, "/due");
        assertThat(new Told(deadline).closes(30).opens(0, 10).until(90).turns())
                .containsExactly("raised by 2 at 10", "closed 2 at 30");
        assertThat(new Told(deadline).closes(5).opens(0, 10).until(90).turns()).isEmpty();
    }

    @Test
    void a_fact_that_comes_late_takes_back_what_it_disproves() {
        var deadline = new Deadline(OF, OF, null, "/due");
        assertThat(new Told(deadline).opens(0, 10).until(12).closes(7).turns())
                .containsExactly("raised by 1 at 10", "late_fact 1 at 7");
    }

    @Test
    void a_stage_is_to_be_reached_in_time() {
        var condition = new StageNotReached(JOURNAL, "MEET", "ASK", 1);
        assertThat(new Told(condition).entry(0, stage("MEET", 0)).until(DAY).turns())
                .containsExactly("raised by 1 at 1440");
        assertThat(new Told(condition)
                        .entry(0, stage("MEET", 0))
                        .entry(60, stage("ASK", 60))
                        .until(3 * DAY)
                        .turns())
                .isEmpty();
        assertThat(new Told(condition)
                        .entry(60, stage("THANK", 60))
                        .until(3 * DAY)
                        .turns())
                .isEmpty();
    }

    @Test
    void what_else_happens_to_the_entry_does_not_matter_to_a_stage_that_is_overdue() {
        var condition = new StageNotReached(JOURNAL, "MEET", "ASK", 1);
        assertThat(new Told(condition)
                        .entry(0, stage("MEET", 0))
                        .until(2 * DAY)
                        .entry(60, stage("THANK", 60))
                        .entry(3 * DAY, stage("ASK", 3 * DAY))
                        .turns())
                .containsExactly("raised by 1 at 1440", "closed 1 at 4320");
    }

    @Test
    void an_entry_that_was_removed_is_waited_for_no_more() {
        var condition = new StageNotReached(JOURNAL, null, "ASK", 1);
        assertThat(new Told(condition)
                        .entry(0, new EntryAdded(JOURNAL, CONTACT))
                        .entry(60, new EntryRemoved(JOURNAL, CONTACT))
                        .until(3 * DAY)
                        .turns())
                .isEmpty();
    }

    @Test
    void an_entry_grows_stale_until_something_happens() {
        var condition = new EntryStale(JOURNAL, 1);
        assertThat(new Told(condition)
                        .entry(0, new EntryAdded(JOURNAL, CONTACT))
                        .entry(2 * DAY, stage("ASK", 2 * DAY))
                        .turns())
                .containsExactly("raised by 1 at 1440", "closed 1 at 2880");
    }

    @Test
    void what_a_detector_finds_unusual_is_told_with_its_score_and_the_state_is_kept_in_the_watch() {
        var told = new Told(new Anomaly(OF, "gaussian", Map.of(), 0.9));
        for (var minute = 0; minute < 400; minute++) told.value(minute, 10 + minute % 3);
        assertThat(told.turns()).isEmpty();
        assertThat(told.value(400, 500).turns()).containsExactly("raised by 401 at 400");
        assertThat(told.watch().memory().detector()).isNotNull();
    }

    @Test
    void a_decision_is_compared_with_the_one_before() {
        var condition = new DecisionChanged(JOURNAL, Set.of(Fall.LAPSE, Fall.DOWNGRADE));
        assertThat(new Told(condition)
                        .entry(0, decision("PLEDGED", "50"))
                        .entry(1, decision("PLEDGED", "20"))
                        .entry(2, decision("PLEDGED", "60"))
                        .entry(3, decision("LAPSED", null))
                        .turns())
                .containsExactly("raised by 2 at 1", "calmed 2 at 2", "raised by 4 at 3");
    }

    private static DecisionTaken decision(String status, @org.jspecify.annotations.Nullable String amount) {
        return new DecisionTaken(
                JOURNAL,
                CONTACT,
                UUID.randomUUID(),
                status,
                amount == null ? null : new BigDecimal(amount),
                amount == null ? null : "EUR",
                "MONTHLY",
                LocalDate.of(2026, 3, 1),
                null);
    }
}

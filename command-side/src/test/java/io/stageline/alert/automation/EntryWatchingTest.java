package io.stageline.alert.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.alert.events.Condition.DecisionChanged;
import io.stageline.alert.events.Condition.DecisionChanged.Fall;
import io.stageline.alert.events.Condition.StageNotReached;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.events.StagePath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntryWatchingTest {
    private static final UUID JOURNAL = new UUID(0, 2);
    private static final UUID CONTACT = new UUID(0, 3);
    private static final UUID FIRST = new UUID(1, 1);
    private static final UUID SECOND = new UUID(1, 2);
    private static final UUID THIRD = new UUID(1, 3);
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final double DAY = 24 * 60;

    private final Told falls = new Told(new DecisionChanged(JOURNAL, Set.of(Fall.DOWNGRADE)));
    private final Told meetThenAsk = new Told(new StageNotReached(JOURNAL, "MEET", "ASK", 1));

    private static DecisionTaken decision(UUID id, int amount) {
        return new DecisionTaken(
                JOURNAL, CONTACT, id, "PLEDGED", new BigDecimal(amount), "EUR", "MONTHLY", TODAY, null);
    }

    private static DecisionCorrected correction(UUID id, int amount) {
        return new DecisionCorrected(
                JOURNAL, CONTACT, id, "PLEDGED", new BigDecimal(amount), "EUR", "MONTHLY", TODAY, null);
    }

    private static StageRecorded stage(UUID id, String stage, double minute) {
        return new StageRecorded(JOURNAL, CONTACT, id, stage, Told.minute(minute), null, List.of());
    }

    private static StageWithdrawn withdrawn(UUID id, String stage, double minute) {
        return new StageWithdrawn(JOURNAL, CONTACT, id, stage, Told.minute(minute), StagePath.NONE, null);
    }

    @Test
    void each_downgrade_is_an_episode_of_its_own() {
        falls.entry(0, decision(FIRST, 50)).entry(1, decision(SECOND, 40)).entry(2, decision(THIRD, 30));
        assertThat(falls.turns()).containsExactly("raised by 2 at 1", "calmed 2 at 2", "raised by 3 at 2");
    }

    @Test
    void a_second_downgrade_must_hold_for_its_own_time() {
        var patient = new Told(
                new DecisionChanged(JOURNAL, Set.of(Fall.DOWNGRADE)), Duration.ofMinutes(10), Duration.ofMinutes(10));
        patient.entry(0, decision(FIRST, 50)).entry(1, decision(SECOND, 40)).entry(5, decision(THIRD, 30));
        assertThat(patient.until(14).turns()).isEmpty();
        assertThat(patient.until(15).turns()).containsExactly("raised by 3 at 15");
    }

    @Test
    void a_correction_of_the_newest_decision_ends_what_it_shows_to_be_no_fall_and_begins_what_it_shows_to_be_one() {
        falls.entry(0, decision(FIRST, 50)).entry(1, decision(SECOND, 5)).entry(2, correction(SECOND, 55));
        assertThat(falls.turns()).containsExactly("raised by 2 at 1", "calmed 2 at 2");
        assertThat(falls.entry(3, correction(SECOND, 45)).turns()).endsWith("calmed 2 at 2", "raised by 4 at 3");
    }

    @Test
    void a_fall_that_is_corrected_to_another_one_is_the_same_episode() {
        falls.entry(0, decision(FIRST, 50)).entry(1, decision(SECOND, 5)).entry(2, correction(SECOND, 15));
        assertThat(falls.turns()).containsExactly("raised by 2 at 1");
    }

    @Test
    void a_correction_of_the_decision_before_changes_what_the_newest_means() {
        falls.entry(0, decision(FIRST, 50)).entry(1, decision(SECOND, 60)).entry(2, correction(FIRST, 70));
        assertThat(falls.turns()).containsExactly("raised by 3 at 2");
        assertThat(falls.entry(3, correction(FIRST, 10)).turns()).endsWith("calmed 3 at 3");
    }

    @Test
    void a_correction_of_an_older_decision_means_nothing() {
        falls.entry(0, decision(FIRST, 50)).entry(1, decision(SECOND, 60)).entry(2, decision(THIRD, 70));
        assertThat(falls.entry(3, correction(FIRST, 90)).turns()).isEmpty();
    }

    @Test
    void a_stage_whose_opening_is_withdrawn_is_not_waited_for() {
        meetThenAsk.entry(0, stage(FIRST, "MEET", 0)).entry(1, withdrawn(FIRST, "MEET", 0));
        assertThat(meetThenAsk.until(3 * DAY).turns()).isEmpty();
    }

    @Test
    void an_alert_ends_when_what_opened_it_is_withdrawn() {
        meetThenAsk.entry(0, stage(FIRST, "MEET", 0)).until(DAY).entry(2 * DAY, withdrawn(FIRST, "MEET", 0));
        assertThat(meetThenAsk.turns()).containsExactly("raised by 1 at 1440", "closed 1 at 2880");
    }

    @Test
    void where_the_first_opening_is_withdrawn_the_next_one_counts() {
        meetThenAsk
                .entry(0, stage(FIRST, "MEET", 0))
                .entry(60, stage(SECOND, "MEET", 60))
                .entry(90, withdrawn(FIRST, "MEET", 0));
        assertThat(meetThenAsk.until(DAY).turns()).isEmpty();
        assertThat(meetThenAsk.until(3 * DAY).turns()).containsExactly("raised by 3 at 1500");
    }

    @Test
    void a_stage_that_was_reached_late_and_is_withdrawn_raises_another_alert() {
        meetThenAsk
                .entry(0, stage(FIRST, "MEET", 0))
                .entry(2 * DAY, stage(SECOND, "ASK", 2 * DAY))
                .entry(3 * DAY, withdrawn(SECOND, "ASK", 2 * DAY));
        assertThat(meetThenAsk.turns())
                .containsExactly("raised by 1 at 1440", "closed 1 at 2880", "raised by 3 at 4320");
    }

    @Test
    void a_stage_that_was_reached_twice_stays_reached_when_one_is_withdrawn() {
        meetThenAsk
                .entry(0, stage(FIRST, "MEET", 0))
                .entry(60, stage(SECOND, "ASK", 60))
                .entry(90, stage(THIRD, "ASK", 90))
                .entry(95, withdrawn(SECOND, "ASK", 60));
        assertThat(meetThenAsk.until(3 * DAY).turns()).isEmpty();
    }

    @Test
    void a_history_that_is_withdrawn_makes_the_entry_no_older_any_more() {
        var told = new Told(new StageNotReached(JOURNAL, null, "ASK", 1));
        told.entry(0, new EntryAdded(JOURNAL, CONTACT))
                .entry(1, stage(FIRST, "MEET", -2 * DAY))
                .entry(2, withdrawn(FIRST, "MEET", -2 * DAY));
        assertThat(told.turns()).containsExactly("raised by 1 at 1", "closed 1 at 2");
        assertThat(told.until(DAY).turns()).endsWith("raised by 3 at 1440");
    }
}

package io.stageline.journal.write;

import static io.stageline.journal.write.EntryFixture.NOW;
import static io.stageline.journal.write.EntryFixture.added;
import static io.stageline.journal.write.EntryFixture.entry;
import static io.stageline.journal.write.EntryFixture.entryIn;
import static io.stageline.journal.write.EntryFixture.record;
import static io.stageline.journal.write.EntryFixture.recorded;

import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.StageWarning.Code;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.refusal.Refused;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordStageTest {
    private final UUID id = UUID.randomUUID();

    @Test
    void a_stage_that_says_no_time_happened_now() {
        entry().given(added()).when(record(id, "CONTACT", null)).expectEvents(recorded(id, "CONTACT", NOW));
    }

    @Test
    void the_next_stage_is_nothing_unusual() {
        entry().given(added(), recorded("CONTACT"))
                .when(record(id, "MEET", null))
                .expectEvents(recorded(id, "MEET", NOW));
    }

    @Test
    void skipped_stages_are_accepted_with_a_warning_that_counts_them() {
        entry().given(added(), recorded("CONTACT"))
                .when(record(id, "DECISION", null))
                .expectEvents(recorded(id, "DECISION", NOW, StageWarning.of(Code.STAGES_SKIPPED, 2)));
    }

    @Test
    void stages_before_the_first_recorded_one_are_skipped_too() {
        entry().given(added())
                .when(record(id, "THANK", null))
                .expectEvents(recorded(
                        id, "THANK", NOW, new StageWarning(Code.STAGES_SKIPPED, 4, StageWarning.Severity.high)));
    }

    @Test
    void a_way_back_is_accepted_with_a_warning() {
        entry().given(added(), recorded("ASK"))
                .when(record(id, "MEET", null))
                .expectEvents(
                        recorded(id, "MEET", NOW, new StageWarning(Code.STAGE_BACKWARD, 1, StageWarning.Severity.low)));
    }

    @Test
    void a_late_event_is_accepted_and_moves_nothing() {
        var late = NOW.minus(Duration.ofDays(3));
        entry().given(added(), recorded("ASK"))
                .when(record(id, "CONTACT", late))
                .expectEvents(recorded(id, "CONTACT", late));
        entry().given(added(), recorded("ASK"), recorded(UUID.randomUUID(), "CONTACT", late))
                .when(record(id, "DECISION", null))
                .expectEvents(recorded(id, "DECISION", NOW));
    }

    @Test
    void a_clock_that_is_behind_leads_behind_nothing_that_has_happened() {
        var ahead = NOW.plus(Duration.ofHours(1));
        entry().givenCurrentTime(ahead)
                .andGiven(added(), recorded(UUID.randomUUID(), "CONTACT", ahead))
                .when(record(id, "MEET", null))
                .expectEvents(recorded(id, "MEET", ahead));
    }

    @Test
    void what_is_agreed_for_later_stays_the_latest() {
        var agreed = NOW.plus(Duration.ofHours(1));
        entry().givenCurrentTime(NOW)
                .andGiven(added(), recorded(UUID.randomUUID(), "ASK", agreed))
                .when(record(id, "CONTACT", null))
                .expectEvents(recorded(id, "CONTACT", NOW));
    }

    @Test
    void the_same_stage_again_is_nothing_unusual() {
        entry().given(added(), recorded("CONTACT"))
                .when(record(id, "CONTACT", null))
                .expectEvents(recorded(id, "CONTACT", NOW));
    }

    @Test
    void a_repeated_event_id_changes_nothing() {
        entry().given(added(), recorded(id, "CONTACT", NOW))
                .when(record(id, "CONTACT", NOW))
                .expectNoEvents();
    }

    @Test
    void an_event_id_that_comes_again_with_another_stage_is_refused() {
        entry().given(added(), recorded(id, "CONTACT", NOW))
                .when(record(id, "MEET", NOW))
                .expectException(Refused.class)
                .expectExceptionMessage("this id was used for something else");
    }

    @Test
    void a_stage_that_the_journal_does_not_have_is_refused() {
        entry().given(added())
                .when(record(id, "LUNCH", null))
                .expectException(Refused.class)
                .expectExceptionMessage("the journal has no such stage")
                .expectNoEvents();
    }

    @Test
    void an_archived_journal_takes_nothing_more() {
        var journal = EntryFixture.JOURNAL;
        entryIn(new JournalFacts(journal.name(), journal.stages(), journal.statuses(), journal.rotDays(), true))
                .given(added())
                .when(record(id, "MEET", null))
                .expectException(Refused.class)
                .expectExceptionMessage("the journal is archived");
    }

    @Test
    void a_contact_that_was_removed_takes_part_again_after_being_added_again() {
        var removed = new EntryRemoved(EntryFixture.ENTRY.journalId(), EntryFixture.ENTRY.contactId());
        entry().given(added(), removed)
                .when(record(id, "MEET", null))
                .expectException(Refused.class)
                .expectExceptionMessage("the contact is not in this journal");
        entry().given(added(), removed)
                .when(new AddEntry(EntryFixture.ENTRY, null))
                .expectEvents(added());
        entry().given(added()).when(new AddEntry(EntryFixture.ENTRY, null)).expectNoEvents();
    }
}

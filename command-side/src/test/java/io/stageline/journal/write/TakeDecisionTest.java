package io.stageline.journal.write;

import static io.stageline.journal.write.EntryFixture.ENTRY;
import static io.stageline.journal.write.EntryFixture.NOW;
import static io.stageline.journal.write.EntryFixture.added;
import static io.stageline.journal.write.EntryFixture.entry;
import static io.stageline.journal.write.EntryFixture.entryIn;
import static io.stageline.journal.write.EntryFixture.pledge;
import static io.stageline.journal.write.EntryFixture.pledged;
import static io.stageline.journal.write.EntryFixture.recorded;

import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.StageWarning.Code;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.TakeDecision;
import io.stageline.journal.write.EntryCommand.Together;
import io.stageline.refusal.Refused;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TakeDecisionTest {
    private final UUID id = UUID.randomUUID();

    @Test
    void a_decision_comes_with_its_stage_event() {
        entry().given(added(), recorded("ASK"))
                .when(pledge(id, null))
                .expectEvents(recorded(id, "DECISION", NOW), pledged(id));
    }

    @Test
    void the_stage_event_of_a_decision_carries_the_warnings() {
        entry().given(added(), recorded("CONTACT"))
                .when(pledge(id, "DECISION"))
                .expectEvents(recorded(id, "DECISION", NOW, StageWarning.of(Code.STAGES_SKIPPED, 2)), pledged(id));
    }

    @Test
    void a_repeated_decision_changes_nothing() {
        entry().given(added(), recorded(id, "DECISION", NOW), pledged(id))
                .when(pledge(id, null))
                .expectNoEvents();
    }

    @Test
    void a_status_that_the_journal_does_not_have_is_refused() {
        entry().given(added())
                .when(new TakeDecision(ENTRY, id, null, null, "MAYBE", null, null, "ONE_TIME", null, null, null))
                .expectException(Refused.class)
                .expectExceptionMessage("the journal has no such decision status")
                .expectNoEvents();
    }

    @Test
    void a_decision_names_its_stage_where_the_journal_has_none_called_decision() {
        entryIn(new JournalFacts("Loans", List.of("OPEN", "CLOSED"), List.of("PLEDGED"), new TreeMap<>(), false))
                .given(added())
                .when(pledge(id, null))
                .expectException(Refused.class)
                .expectExceptionMessage("the journal has no stage DECISION, so the decision must name its stage")
                .expectNoEvents();
    }

    @Test
    void of_several_commands_a_refused_one_stops_no_other() {
        var second = UUID.randomUUID();
        entry().given(added())
                .when(new Together(
                        ENTRY,
                        List.of(
                                new RecordStage(ENTRY, id, "CONTACT", null, null, null),
                                new RecordStage(ENTRY, UUID.randomUUID(), "LUNCH", null, null, null),
                                new RecordStage(ENTRY, second, "MEET", null, null, null))))
                .expectEvents(recorded(id, "CONTACT", NOW), recorded(second, "MEET", NOW));
    }
}

package io.stageline.journal.write;

import io.stageline.eventlog.StreamKey;
import io.stageline.journal.events.JournalEvent.JournalCreated;
import io.stageline.journal.events.JournalEvent.RotDaysChanged;
import io.stageline.journal.events.JournalEvent.StagesChanged;
import io.stageline.journal.write.JournalCommand.ChangeJournal;
import io.stageline.journal.write.JournalCommand.CreateJournal;
import io.stageline.refusal.Refused;
import io.stageline.write.Aggregates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final List<String> STAGES = List.of("CONTACT", "MEET");
    private static final List<String> STATUSES = List.of("PLEDGED");

    private final UUID tenant = UUID.randomUUID();
    private final UUID journal = UUID.randomUUID();
    private final JournalCreated created = new JournalCreated(journal, "Appeal", STAGES, STATUSES);

    @Test
    void a_journal_may_say_from_the_first_after_how_many_days_entries_rot() {
        fixture()
                .givenNoPriorActivity()
                .when(new CreateJournal(tenant, journal, "Appeal", STAGES, STATUSES, Map.of("MEET", 14)))
                .expectEvents(created, new RotDaysChanged(journal, Map.of("MEET", 14)));
        fixture()
                .givenNoPriorActivity()
                .when(new CreateJournal(tenant, journal, "Appeal", STAGES, STATUSES, Map.of()))
                .expectEvents(created);
    }

    @Test
    void days_are_set_for_the_stages_named_and_the_event_carries_them_all() {
        fixture()
                .given(created, new RotDaysChanged(journal, Map.of("MEET", 14)))
                .when(change(null, Map.of("CONTACT", 7)))
                .expectEvents(new RotDaysChanged(journal, Map.of("CONTACT", 7, "MEET", 14)));
    }

    @Test
    void null_takes_the_days_of_a_stage_away() {
        var none = new HashMap<String, @Nullable Integer>();
        none.put("MEET", null);
        fixture()
                .given(created, new RotDaysChanged(journal, Map.of("CONTACT", 7, "MEET", 14)))
                .when(change(null, none))
                .expectEvents(new RotDaysChanged(journal, Map.of("CONTACT", 7)));
        fixture().given(created).when(change(null, none)).expectNoEvents();
    }

    @Test
    void days_that_are_so_already_change_nothing() {
        fixture()
                .given(created, new RotDaysChanged(journal, Map.of("MEET", 14)))
                .when(change(null, Map.of("MEET", 14)))
                .expectNoEvents();
    }

    @Test
    void only_stages_of_the_journal_rot() {
        fixture()
                .given(created)
                .when(change(null, Map.of("LUNCH", 14)))
                .expectNoEvents()
                .expectException(Refused.class)
                .expectExceptionMessage("the journal has no such stage");
        var more = List.of("CONTACT", "MEET", "LUNCH");
        fixture()
                .given(created)
                .when(change(more, Map.of("LUNCH", 14)))
                .expectEvents(new StagesChanged(journal, more), new RotDaysChanged(journal, Map.of("LUNCH", 14)));
    }

    private ChangeJournal change(@Nullable List<String> stages, Map<String, @Nullable Integer> rotDays) {
        return new ChangeJournal(tenant, journal, null, stages, null, rotDays);
    }

    private static AggregateTestFixture<Journal> fixture() {
        var fixture = new AggregateTestFixture<>(Journal.class);
        fixture.registerCommandTargetResolver(Aggregates.TARGETS);
        fixture.registerInjectableResource(new Unremembered());
        return fixture;
    }

    /** Journals that nobody remembers. */
    private record Unremembered() implements Journals {
        @Override
        public JournalFacts open(UUID tenant, UUID journalId) {
            throw new IllegalStateException("a journal does not ask for itself");
        }

        @Override
        public void changed(StreamKey journal) {
            // nothing is remembered
        }
    }
}

package io.stageline.journal.write;

import static io.stageline.journal.write.EntryFixture.JOURNAL;
import static io.stageline.journal.write.EntryFixture.NOW;
import static io.stageline.journal.write.EntryFixture.added;
import static io.stageline.journal.write.EntryFixture.entry;
import static io.stageline.journal.write.EntryFixture.record;
import static io.stageline.journal.write.EntryFixture.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.StageWarning.Code;
import io.stageline.journal.events.StageWarning.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Whatever way an entry goes, it is accepted, and told what was unusual about it. */
class MovesPropertyTest {

    /** A stage by its number in the journal's list, and how many hours ago it happened. */
    record Move(int stage, int hoursAgo) {
        String name() {
            return JOURNAL.stages().get(stage);
        }

        Instant at() {
            return NOW.minusSeconds(hoursAgo * 3_600L);
        }
    }

    @Provide
    Arbitrary<Move> moves() {
        var stages = Arbitraries.integers().between(0, JOURNAL.stages().size() - 1);
        return Combinators.combine(stages, Arbitraries.integers().between(0, 400))
                .as(Move::new);
    }

    @Property(tries = 100)
    void any_sequence_of_moves_is_accepted_with_the_right_warnings(
            @ForAll @Size(min = 1, max = 12) List<@From("moves") Move> moves) {
        var given = new ArrayList<Object>(List.of(added()));
        @Nullable Move latest = null;
        for (var move : moves) {
            var id = UUID.randomUUID();
            var late = latest != null && move.hoursAgo() > latest.hoursAgo();
            var expected = recorded(id, move.name(), move.at(), warnings(late ? move : latest, move, late));
            entry().given(given).when(record(id, move.name(), move.at())).expectEvents(expected);
            given.add(expected);
            if (!late) latest = move;
        }
    }

    /** Written down once more, from the words of the requirement: forward by more than one, or backward. */
    private static StageWarning[] warnings(@Nullable Move from, Move to, boolean late) {
        var steps = to.stage() - (from == null ? -1 : from.stage());
        if (late || steps == 0 || steps == 1) return new StageWarning[0];
        var count = steps > 0 ? steps - 1 : -steps;
        var code = steps > 0 ? Code.STAGES_SKIPPED : Code.STAGE_BACKWARD;
        return new StageWarning[] {new StageWarning(code, count, count > 2 ? Severity.high : Severity.low)};
    }

    @Property(tries = 300)
    void the_path_after_a_withdrawal_is_the_fold_of_what_remains(
            @ForAll @Size(min = 1, max = 12) List<@From("moves") Move> moves,
            @ForAll List<@IntRange(max = 11) Integer> withdrawals) {
        var facts = new EntryFacts();
        facts.evolve(added(), 1, NOW);
        var recorded = new ArrayList<StageRecorded>();
        for (var move : moves) {
            var event = recorded(UUID.randomUUID(), move.name(), move.at());
            recorded.add(event);
            facts.evolve(event, recorded.size() + 1L, NOW);
        }
        var gone = new ArrayList<Integer>();
        for (var number : withdrawals) {
            if (number >= recorded.size() || gone.contains(number)) continue;
            gone.add(number);
            var event = withdrawal(facts, recorded.get(number));
            facts.evolve(event, recorded.size() + 1L + gone.size(), NOW);
            assertThat(event.path()).isEqualTo(foldOf(recorded, gone));
            assertThat(facts.path()).isEqualTo(event.path());
        }
    }

    @Property(tries = 200)
    void the_fields_at_an_earlier_version_are_the_fold_of_the_events_up_to_it(
            @ForAll @Size(min = 1, max = 20) List<@From("moves") Move> moves,
            @ForAll @IntRange(min = 1, max = 40) int version) {
        var events = story(moves);
        var all = new EntryFacts();
        var some = new EntryFacts();
        for (var i = 0; i < events.size(); i++) {
            all.evolve(events.get(i), i + 1L, NOW);
            if (i < version) some.evolve(events.get(i), i + 1L, NOW);
        }
        var then = all.at(version);
        for (var stage : JOURNAL.stages())
            assertThat(then.value(EntryFacts.cell(stage))).isEqualTo(some.value(EntryFacts.cell(stage)));
        for (var field : List.of(EntryFacts.PRESENT, EntryFacts.CURRENT_STAGE, EntryFacts.DECISION))
            assertThat(then.value(field)).isEqualTo(some.value(field));
    }

    /** Every third move is withdrawn, every fourth comes with a decision, and every fifth time the entry is taken out. */
    private static List<EntryEvent> story(List<Move> moves) {
        var facts = new EntryFacts();
        var events = new ArrayList<EntryEvent>();
        happens(added(), facts, events);
        for (var i = 1; i <= moves.size(); i++) {
            var event = recorded(
                    UUID.randomUUID(), moves.get(i - 1).name(), moves.get(i - 1).at());
            happens(event, facts, events);
            if (i % 3 == 0) happens(withdrawal(facts, event), facts, events);
            else if (i % 4 == 0) happens(EntryFixture.pledged(event.eventId()), facts, events);
            if (i % 5 == 0) happens(new EntryRemoved(event.journalId(), event.contactId()), facts, events);
            if (i % 5 == 1 && i > 1) happens(added(), facts, events);
        }
        return events;
    }

    private static void happens(EntryEvent event, EntryFacts facts, List<EntryEvent> events) {
        events.add(event);
        facts.evolve(event, events.size(), NOW);
    }

    private static StageWithdrawn withdrawal(EntryFacts facts, StageRecorded event) {
        return EntryFixture.withdrawn(event, facts.pathWithout(event.eventId()));
    }

    private static StagePath foldOf(List<StageRecorded> recorded, List<Integer> gone) {
        var path = StagePath.NONE;
        for (var i = 0; i < recorded.size(); i++) if (!gone.contains(i)) path = path.after(recorded.get(i), i + 2L);
        return path;
    }
}

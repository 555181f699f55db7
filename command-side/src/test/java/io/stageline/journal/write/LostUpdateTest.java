package io.stageline.journal.write;

import static io.stageline.journal.write.EntryFixture.ENTRY;
import static io.stageline.journal.write.EntryFixture.NOW;
import static io.stageline.journal.write.EntryFixture.added;
import static io.stageline.journal.write.EntryFixture.entry;
import static io.stageline.journal.write.EntryFixture.pledged;
import static io.stageline.journal.write.EntryFixture.recorded;
import static io.stageline.refusal.Code.PRECONDITION_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.StageWarning.Code;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.RemoveEntry;
import io.stageline.journal.write.EntryCommand.TakeDecision;
import io.stageline.refusal.Refused;
import io.stageline.write.Decided;
import io.stageline.write.IfMatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.axonframework.test.aggregate.TestExecutor;
import org.hamcrest.CustomTypeSafeMatcher;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has seen an older version is heard unless it would overwrite what it has not seen; versions are 1 for the first event. */
class LostUpdateTest {
    private static final Instant EARLIER = NOW.minusSeconds(120);
    private static final Instant LONG_AGO = NOW.minusSeconds(9_000);

    private final UUID id = UUID.randomUUID();
    private final UUID mine = UUID.randomUUID();

    @Test
    void two_who_move_an_entry_from_the_same_version_are_not_both_heard() {
        given(recorded("CONTACT"), recorded("MEET"))
                .when(stage("ASK", null, IfMatch.of(2)))
                .expectNoEvents()
                .expectException(conflict(2, 3, "currentStage"));
    }

    @Test
    void a_conflict_tells_base_theirs_and_yours() {
        given(recorded("CONTACT"), recorded("MEET"))
                .when(stage("ASK", null, IfMatch.of(2)))
                .expectException(conflict(Map.of("currentStage", sides("CONTACT", "MEET", "ASK"))));
    }

    @Test
    void a_conflict_about_a_cell_tells_its_times_and_never_its_note() {
        given(recorded(id, "MEET", EARLIER), recorded(UUID.randomUUID(), "MEET", LONG_AGO))
                .when(new RecordStage(ENTRY, UUID.randomUUID(), "MEET", LONG_AGO, "a secret", IfMatch.of(2)))
                .expectException(conflict(Map.of(
                        "cells.MEET",
                        sides(cell(EARLIER, 1, 2), cell(EARLIER, 2, 3), values("at", LONG_AGO.toString())))));
    }

    @Test
    void a_decision_that_was_not_seen_is_not_overwritten() {
        given(recorded(id, "DECISION", EARLIER), pledged(id))
                .when(decline(IfMatch.of(1), null))
                .expectNoEvents()
                .expectException(conflict(1, 3, "cells.DECISION", "decision"));
    }

    @Test
    void a_conflict_about_a_decision_tells_the_terms_and_never_the_reason() {
        var ask = recorded(id, "ASK", EARLIER);
        given(ask, pledged(id), recorded("DECISION"))
                .when(decline(IfMatch.of(2), "a secret"))
                .expectException(conflict(Map.of(
                        "decision",
                        sides(
                                null,
                                values(
                                        "status",
                                        "PLEDGED",
                                        "amount",
                                        "50.00",
                                        "currency",
                                        "EUR",
                                        "cadence",
                                        "MONTHLY",
                                        "effectiveFrom",
                                        "2026-03-01",
                                        "version",
                                        3L),
                                values(
                                        "status",
                                        "DECLINED",
                                        "amount",
                                        null,
                                        "currency",
                                        null,
                                        "cadence",
                                        "ONE_TIME",
                                        "effectiveFrom",
                                        null)),
                        "cells.DECISION",
                        sides(null, cell(NOW.minusSeconds(60), 1, 4), values("at", null)))));
    }

    @Test
    void a_decision_and_a_stage_disturb_each_other_in_no_order() {
        given(recorded("CONTACT"), recorded(id, "DECISION", NOW.minusSeconds(30)), pledged(id))
                .when(stage("MEET", null, IfMatch.of(2)))
                .expectResultMessagePayloadMatching(answered(2L));
        given(recorded("CONTACT"), recorded("MEET"))
                .when(decline(IfMatch.of(2), null))
                .expectResultMessagePayloadMatching(answered(2L));
    }

    @Test
    void a_move_after_a_decision_is_seen_as_a_move() {
        given(recorded("CONTACT"), recorded(id, "DECISION", EARLIER), pledged(id), recorded("THANK"))
                .when(stage("MEET", null, IfMatch.of(4)))
                .expectException(conflict(4, 5, "currentStage"));
    }

    @Test
    void late_events_disturb_nobody_in_another_cell() {
        given(recorded("MEET"), recorded(UUID.randomUUID(), "CONTACT", LONG_AGO))
                .when(stage("ASK", null, IfMatch.of(2)))
                .expectResultMessagePayloadMatching(answered(2L));
        given(recorded("MEET"), recorded("ASK"))
                .when(stage("CONTACT", LONG_AGO, IfMatch.of(2)))
                .expectResultMessagePayloadMatching(answered(2L));
    }

    @Test
    void removing_disturbs_only_who_adds_or_removes() {
        given(recorded("MEET"))
                .when(new RemoveEntry(ENTRY, IfMatch.of(1)))
                .expectResultMessagePayloadMatching(answered(1L));
        given().when(new AddEntry(ENTRY, IfMatch.of(9))).expectNoEvents().expectSuccessfulHandlerExecution();
    }

    @Test
    void the_warnings_are_those_of_the_newest_state() {
        given(recorded("CONTACT"), recorded(id, "DECISION", NOW), pledged(id))
                .when(stage("MEET", NOW, IfMatch.of(2)))
                .expectEvents(recorded(mine, "MEET", NOW, StageWarning.of(Code.STAGE_BACKWARD, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"2\"", "\"seven\"", "\"9\""})
    void a_version_that_was_never_seen_is_refused_without_fields(String sent) {
        given(recorded("CONTACT"))
                .when(stage("MEET", null, IfMatch.of(List.of(sent))))
                .expectNoEvents()
                .expectException(conflict(Map.of()));
    }

    @Test
    void any_version_will_do_if_the_sender_says_so() {
        given(recorded("CONTACT"), recorded("MEET"))
                .when(stage("ASK", null, IfMatch.ANY))
                .expectResultMessagePayloadMatching(answered(null));
        entry().givenNoPriorActivity().when(new AddEntry(ENTRY, IfMatch.ANY)).expectException(conflict(Map.of()));
    }

    private static Matcher<Refused> conflict(long expected, long current, String... fields) {
        return refused(extra -> {
            assertThat(extra).containsEntry("expected", expected).containsEntry("current", current);
            assertThat(extra.get("fields"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsOnlyKeys((Object[]) fields);
        });
    }

    private static Matcher<Refused> conflict(Map<String, Object> fields) {
        return refused(extra -> {
            assertThat(extra).containsEntry("fields", fields);
            assertThat(extra.toString()).doesNotContain("secret");
        });
    }

    private static Matcher<Refused> refused(Consumer<Map<String, Object>> check) {
        return new CustomTypeSafeMatcher<>("a conflict as described") {
            @Override
            protected boolean matchesSafely(Refused refused) {
                assertThat(refused.refusal().code()).isEqualTo(PRECONDITION_FAILED);
                check.accept(refused.refusal().extra());
                return true;
            }
        };
    }

    private static Matcher<Decided> answered(@Nullable Long version) {
        return new CustomTypeSafeMatcher<>("an answer rebased from " + version) {
            @Override
            protected boolean matchesSafely(Decided decided) {
                return Objects.equals(((EntryAnswer) decided.answer()).rebasedFrom(), version);
            }
        };
    }

    private static Map<String, @Nullable Object> sides(
            @Nullable Object base, @Nullable Object theirs, @Nullable Object yours) {
        return values("base", base, "theirs", theirs, "yours", yours);
    }

    private static Map<String, @Nullable Object> cell(Instant at, int count, long version) {
        return values("at", at.toString(), "count", count, "version", version, "warnings", List.of());
    }

    private static Map<String, @Nullable Object> values(@Nullable Object... namesAndValues) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < namesAndValues.length; i += 2)
            values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        return values;
    }

    private static TestExecutor<Entry> given(Object... events) {
        var all = new ArrayList<Object>(List.of(added()));
        all.addAll(Arrays.asList(events));
        return entry().given(all);
    }

    private RecordStage stage(String stage, @Nullable Instant at, @Nullable IfMatch seen) {
        return new RecordStage(ENTRY, mine, stage, at, null, seen);
    }

    private TakeDecision decline(IfMatch seen, @Nullable String reason) {
        return new TakeDecision(
                ENTRY, UUID.randomUUID(), null, null, "DECLINED", null, null, "ONE_TIME", null, reason, seen);
    }
}

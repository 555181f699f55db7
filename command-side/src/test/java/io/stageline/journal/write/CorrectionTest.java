package io.stageline.journal.write;

import static io.stageline.journal.write.EntryFixture.ENTRY;
import static io.stageline.journal.write.EntryFixture.NOW;
import static io.stageline.journal.write.EntryFixture.added;
import static io.stageline.journal.write.EntryFixture.corrected;
import static io.stageline.journal.write.EntryFixture.entry;
import static io.stageline.journal.write.EntryFixture.pledge;
import static io.stageline.journal.write.EntryFixture.pledged;
import static io.stageline.journal.write.EntryFixture.record;
import static io.stageline.journal.write.EntryFixture.recorded;
import static io.stageline.journal.write.EntryFixture.withdrawn;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.journal.events.StagePath;
import io.stageline.journal.write.EntryCommand.CorrectDecision;
import io.stageline.journal.write.EntryCommand.WithdrawStage;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import io.stageline.write.Decided;
import io.stageline.write.IfMatch;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.hamcrest.CustomTypeSafeMatcher;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorrectionTest {
    private final UUID id = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @Test
    void a_withdrawn_stage_event_leaves_the_path_as_if_it_had_never_been() {
        var contact = recorded(other, "CONTACT", NOW.minusSeconds(90));
        var meet = recorded(id, "MEET", NOW.minusSeconds(60));
        var left = StagePath.NONE.after(contact, 2);
        entry().given(added(), contact, meet)
                .when(withdraw(id, IfMatch.of(3)))
                .expectEvents(withdrawn(meet, left))
                .expectResultMessagePayloadMatching(answer(EntryAnswer.Stage.class, stage -> {
                    assertThat(stage.cell()).isNull();
                    assertThat(stage.currentStage()).isEqualTo("CONTACT");
                    assertThat(stage.lastActivityAt()).isEqualTo(contact.occurredAt());
                    assertThat(stage.version()).isEqualTo(4);
                }));
    }

    @Test
    void one_of_two_events_of_a_stage_leaves_the_other() {
        entry().given(added(), recorded(id, "MEET", NOW.minusSeconds(90)), recorded(other, "MEET", NOW))
                .when(withdraw(other, IfMatch.of(3)))
                .expectResultMessagePayloadMatching(answer(EntryAnswer.Stage.class, stage -> {
                    var cell = requireNonNull(stage.cell());
                    assertThat(cell.count()).isEqualTo(1);
                    assertThat(cell.at()).isEqualTo(NOW.minusSeconds(90));
                    assertThat(cell.version()).isEqualTo(2);
                }));
    }

    @Test
    void what_was_withdrawn_before_is_not_withdrawn_again_and_its_id_stays_known() {
        var meet = recorded(id, "MEET", NOW);
        entry().given(added(), meet, withdrawn(meet, StagePath.NONE))
                .when(withdraw(id, IfMatch.of(1)))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
        entry().given(added(), meet, withdrawn(meet, StagePath.NONE))
                .when(record(id, "MEET", NOW))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void an_event_that_the_entry_does_not_have_cannot_be_withdrawn() {
        refuses(Code.UNKNOWN_EVENT, withdraw(other, IfMatch.of(2)), added(), recorded(id, "MEET", NOW));
    }

    @Test
    void the_stage_event_of_a_decision_cannot_be_withdrawn() {
        refuses(
                Code.STAGE_OF_A_DECISION,
                withdraw(id, IfMatch.of(3)),
                added(),
                recorded(id, "DECISION", NOW),
                pledged(id));
    }

    @Test
    void nobody_corrects_what_he_has_not_seen() {
        refuses(Code.PRECONDITION_REQUIRED, withdraw(id, null), added(), recorded(id, "MEET", NOW));
        refuses(
                Code.PRECONDITION_REQUIRED,
                correct(id, "DECLINED", null),
                added(),
                recorded(id, "DECISION", NOW),
                pledged(id));
    }

    @Test
    void a_withdrawal_disturbs_who_has_seen_the_cell_or_the_move_and_nobody_else() {
        var contact = recorded(other, "CONTACT", NOW.minusSeconds(90));
        var meet = recorded(id, "MEET", NOW.minusSeconds(60));
        var gone = withdrawn(meet, StagePath.NONE.after(contact, 2));
        refuses(
                Code.PRECONDITION_FAILED,
                new EntryCommand.RecordStage(ENTRY, UUID.randomUUID(), "ASK", null, null, IfMatch.of(3)),
                added(),
                contact,
                meet,
                gone);
        entry().given(added(), contact, meet, gone)
                .when(new EntryCommand.RecordStage(
                        ENTRY, UUID.randomUUID(), "CONTACT", NOW.minusSeconds(100), null, IfMatch.of(3)))
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void a_corrected_decision_is_read_anew_against_the_one_before() {
        entry().given(
                        added(),
                        recorded(other, "DECISION", NOW.minusSeconds(9)),
                        pledged(other),
                        recorded(id, "DECISION", NOW),
                        pledged(id))
                .when(correct(id, "PLEDGED", IfMatch.of(5)))
                .expectEvents(corrected(id, "PLEDGED", "75.00"))
                .expectResultMessagePayloadMatching(answer(EntryAnswer.Decision.class, answer -> {
                    var decision = requireNonNull(answer.decision());
                    assertThat(decision.decisionId()).isEqualTo(id);
                    assertThat(decision.amount()).isEqualTo("75.00");
                    assertThat(decision.monthlyAmount()).isEqualTo("75.00");
                    assertThat(decision.change()).isEqualTo("upgrade");
                    assertThat(decision.version()).isEqualTo(6);
                    assertThat(requireNonNull(decision.previous()).amount()).isEqualTo("50.00");
                }));
    }

    @Test
    void a_decision_before_can_be_corrected_and_the_change_is_told_anew() {
        entry().given(
                        added(),
                        recorded(other, "DECISION", NOW.minusSeconds(9)),
                        pledged(other),
                        recorded(id, "DECISION", NOW),
                        pledged(id))
                .when(correct(other, "PLEDGED", IfMatch.of(5)))
                .expectResultMessagePayloadMatching(answer(EntryAnswer.Decision.class, answer -> {
                    var decision = requireNonNull(answer.decision());
                    assertThat(decision.decisionId()).isEqualTo(id);
                    assertThat(decision.change()).isEqualTo("downgrade");
                }));
    }

    @Test
    void what_was_not_decided_cannot_be_corrected() {
        refuses(Code.UNKNOWN_DECISION, correct(other, "PLEDGED", IfMatch.of(2)), added(), recorded(id, "MEET", NOW));
        refuses(Code.UNKNOWN_DECISION, correct(id, "PLEDGED", IfMatch.of(2)), added(), recorded(id, "MEET", NOW));
    }

    @Test
    void a_correction_uses_the_words_of_the_journal() {
        refuses(
                Code.UNKNOWN_STATUS,
                correct(id, "MAYBE", IfMatch.of(3)),
                added(),
                recorded(id, "DECISION", NOW),
                pledged(id));
    }

    @Test
    void a_correction_is_a_change_of_the_decision_and_of_nothing_else() {
        var made = List.of(added(), recorded(id, "DECISION", NOW), pledged(id), corrected(id, "DECLINED", "75.00"));
        entry().given(made)
                .when(new EntryCommand.RecordStage(ENTRY, UUID.randomUUID(), "DECISION", null, null, IfMatch.of(3)))
                .expectSuccessfulHandlerExecution();
        entry().given(made)
                .when(new EntryCommand.TakeDecision(
                        ENTRY, other, null, null, "DECLINED", null, null, "ONE_TIME", null, null, IfMatch.of(3)))
                .expectNoEvents()
                .expectException(refused(Code.PRECONDITION_FAILED));
        entry().given(made).when(pledge(other, null)).expectSuccessfulHandlerExecution();
    }

    private static void refuses(Code code, EntryCommand command, Object... given) {
        entry().given(given).when(command).expectNoEvents().expectException(refused(code));
    }

    private static WithdrawStage withdraw(UUID eventId, @Nullable IfMatch seen) {
        return new WithdrawStage(ENTRY, eventId, null, seen);
    }

    private static CorrectDecision correct(UUID decisionId, String status, @Nullable IfMatch seen) {
        return new CorrectDecision(
                ENTRY, decisionId, status, new BigDecimal("75.00"), "EUR", "MONTHLY", null, null, seen);
    }

    private static Matcher<Refused> refused(Code code) {
        return new CustomTypeSafeMatcher<>("a refusal " + code.wire()) {
            @Override
            protected boolean matchesSafely(Refused refused) {
                return refused.refusal().code() == code;
            }
        };
    }

    private static <A> Matcher<Decided> answer(Class<A> type, Consumer<A> check) {
        return new CustomTypeSafeMatcher<>("an answer as described") {
            @Override
            protected boolean matchesSafely(Decided decided) {
                check.accept(type.cast(decided.answer()));
                return true;
            }
        };
    }
}

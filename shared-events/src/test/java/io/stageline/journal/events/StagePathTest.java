package io.stageline.journal.events;

import static io.stageline.journal.events.StageWarning.Code.STAGES_SKIPPED;
import static io.stageline.journal.events.StageWarning.Code.STAGE_BACKWARD;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where an entry is after its stage events, and how long it stayed. */
class StagePathTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long DAY = 86_400;

    private StagePath path = StagePath.NONE;
    private long version = 1;

    @Test
    void an_event_makes_its_stage_the_current_one() {
        reached("CONTACT", 1);
        reached("MEET", 3);
        assertThat(path.current()).isEqualTo("MEET");
        assertThat(path.since()).isEqualTo(day(3));
        assertThat(path.lastActivityAt()).isEqualTo(day(3));
        assertThat(path.moves()).isEqualTo(2);
        assertThat(path.cells()).extracting(StageCell::stage).containsExactly("CONTACT", "MEET");
    }

    @Test
    void a_stage_that_is_left_counts_its_stay() {
        reached("CONTACT", 1);
        reached("MEET", 3);
        reached("CONTACT", 4);
        reached("MEET", 9);
        assertThat(cell("CONTACT").endedSeconds()).isEqualTo(7 * DAY);
        assertThat(cell("CONTACT").lastStaySeconds()).isEqualTo(5 * DAY);
        assertThat(cell("MEET").endedSeconds()).isEqualTo(DAY);
    }

    @Test
    void the_current_stage_repeated_does_not_end_its_stay() {
        reached("MEET", 1);
        reached("MEET", 5);
        assertThat(path.since()).isEqualTo(day(1));
        assertThat(path.lastActivityAt()).isEqualTo(day(5));
        assertThat(cell("MEET").at()).isEqualTo(day(5));
        assertThat(cell("MEET").count()).isEqualTo(2);
        reached("ASK", 7);
        assertThat(cell("MEET").endedSeconds()).isEqualTo(6 * DAY);
    }

    @Test
    void a_late_event_counts_and_moves_nothing() {
        reached("CONTACT", 1);
        reached("ASK", 5, StageWarning.of(STAGES_SKIPPED, 1));
        reached("MEET", 3);
        reached("CONTACT", 0);
        assertThat(path.current()).isEqualTo("ASK");
        assertThat(path.since()).isEqualTo(day(5));
        assertThat(path.moves()).isEqualTo(2);
        assertThat(cell("MEET")).isEqualTo(new StageCell("MEET", day(3), 1, 3, 0, 0, List.of()));
        assertThat(cell("CONTACT")).isEqualTo(new StageCell("CONTACT", day(1), 2, 4, 4 * DAY, 4 * DAY, List.of()));
    }

    @Test
    void a_late_event_of_a_stage_does_not_take_the_place_of_its_latest_and_its_warnings() {
        reached("ASK", 5, StageWarning.of(STAGES_SKIPPED, 2));
        reached("ASK", 3);
        assertThat(cell("ASK").at()).isEqualTo(day(5));
        assertThat(cell("ASK").warnings()).containsExactly(StageWarning.of(STAGES_SKIPPED, 2));
        assertThat(cell("ASK").count()).isEqualTo(2);
    }

    @Test
    void an_event_at_the_very_time_of_the_last_one_is_not_late() {
        reached("CONTACT", 1);
        reached("MEET", 1);
        assertThat(path.current()).isEqualTo("MEET");
        assertThat(cell("CONTACT").endedSeconds()).isZero();
    }

    @Test
    void skips_and_steps_back_are_counted_among_the_moves() {
        reached("CONTACT", 1);
        reached("ASK", 2, StageWarning.of(STAGES_SKIPPED, 1));
        reached("CONTACT", 3, StageWarning.of(STAGE_BACKWARD, 2));
        reached("ASK", 4, StageWarning.of(STAGES_SKIPPED, 1));
        assertThat(List.of(path.moves(), path.skips(), path.backwards())).containsExactly(4, 2, 1);
    }

    @Test
    void times_are_cut_to_microseconds_as_the_database_keeps_them() {
        path = path.after("MEET", START.plusNanos(1_999), List.of(), 1);
        assertThat(path.since()).isEqualTo(START.plusNanos(1_000));
        path = path.after("ASK", START.plusNanos(1_001), List.of(), 2);
        assertThat(path.current()).isEqualTo("ASK");
    }

    private void reached(String stage, int day, StageWarning... warnings) {
        path = path.after(stage, day(day), List.of(warnings), version++);
    }

    private StageCell cell(String stage) {
        return requireNonNull(path.cell(stage));
    }

    private static Instant day(int day) {
        return START.plusSeconds(day * DAY);
    }
}

package io.stageline.journal.events;

import static io.stageline.journal.events.StageWarning.Code.STAGES_SKIPPED;
import static io.stageline.journal.events.StageWarning.Code.STAGE_BACKWARD;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PathTextTest {

    @Property(tries = 500)
    void what_is_written_is_read_without_loss(@ForAll("paths") StagePath path) {
        assertThat(PathText.read(PathText.of(path))).isEqualTo(path);
    }

    @Property(tries = 200)
    void a_reached_stage_is_found_by_its_key_and_no_other_is(@ForAll("paths") StagePath path) {
        var text = PathText.of(path);
        for (var cell : path.cells()) assertThat(text).contains(PathText.key(cell.stage()));
        assertThat(text).doesNotContain(PathText.key("never reached"), PathText.key(""));
    }

    @Example
    void the_text_is_short_and_readable() {
        var path = StagePath.NONE
                .after("MEET", Instant.ofEpochSecond(10), List.of(), 2)
                .after("ASK", Instant.ofEpochSecond(25), List.of(StageWarning.of(STAGES_SKIPPED, 4)), 3);
        assertThat(PathText.of(path).replace(PathText.CELL, '|').replace(PathText.NUMBERS, ':'))
                .isEqualTo("ASK:25000000,25000000,2,1,0|MEET:10000000,1,2,15,15,0|ASK:25000000,1,3,0,0,4");
    }

    @Example
    void an_entry_that_reached_nothing_has_a_head_only() {
        assertThat(PathText.of(StagePath.NONE)).isEqualTo(PathText.NUMBERS + ",,0,0,0");
        assertThat(PathText.read(PathText.NUMBERS + ",,0,0,0")).isEqualTo(StagePath.NONE);
    }

    @Example
    void a_leap_is_what_its_warnings_say() {
        for (var leap : List.of(-63, -3, -1, 0, 1, 2, 3, 63))
            assertThat(PathText.leap(PathText.warnings(leap))).isEqualTo(leap);
        assertThat(PathText.warnings(-3)).containsExactly(StageWarning.of(STAGE_BACKWARD, 3));
    }

    /** Names may hold everything but control characters: commas, quotes, digits that look like numbers of a cell. */
    @Provide
    Arbitrary<StagePath> paths() {
        var names = Arbitraries.of("MEET", "ASK, twice", "1,2,3", "\"", "’", "a|b", " x ", "😀", "0", "Ä");
        var times = Arbitraries.longs()
                .between(-1_000_000_000_000L, 2_000_000_000_000_000L)
                .map(PathText::instantOf);
        var leaps = Arbitraries.integers().between(-63, 63);
        var steps = Combinators.combine(names, times, leaps).as(Step::new);
        return steps.list().ofMaxSize(12).map(PathTextTest::path);
    }

    private record Step(String stage, Instant at, int leap) {}

    private static StagePath path(List<Step> steps) {
        var path = StagePath.NONE;
        var version = 1;
        for (var step : steps) path = path.after(step.stage, step.at, PathText.warnings(step.leap), version++);
        return path;
    }
}

package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.journal.events.PathText;
import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.JournalAnswers.Cell;
import io.stageline.journal.query.JournalAnswers.GridRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class RowJsonTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> STAGES = List.of("CONTACT", "MEET \"twice\" \\", "Ünsre Spende 🎁", "D");
    private static final Layout LAYOUT = new Layout(STAGES, List.of(10, 0, 3, 0), List.of("PLEDGED"), 1);
    private static final List<String> NAMES = List.of("null", "\"Ada\"", "\"\\\"Ünï\\\" \\\\ 🎁 \\n\"", "\"名前\"");
    private static final List<String> DECISIONS = List.of(
            "null",
            "{\"decisionId\":\"00000000-0000-7000-8000-000000000001\",\"status\":\"PLEDGED\",\"amount\":\"3.00\","
                    + "\"currency\":\"EUR\",\"cadence\":\"MONTHLY\",\"monthlyAmount\":\"3.00\",\"effectiveFrom\":\"2026-01-01\","
                    + "\"change\":\"upgrade\",\"previous\":{\"decisionId\":\"00000000-0000-7000-8000-000000000002\","
                    + "\"status\":\"PLEDGED\",\"amount\":null,\"currency\":null,\"cadence\":\"ONE_TIME\","
                    + "\"effectiveFrom\":\"2025-01-01\"},\"version\":7}");

    @Test
    void any_row_is_of_the_documented_shape_and_says_what_its_path_says() {
        var random = new Random(3);
        for (var i = 0; i < 3_000; i++) {
            var path = path(random);
            var json = json(path, NAMES.get(random.nextInt(4)), DECISIONS.get(random.nextInt(2)), List.of());
            var row = STRICT.readValue(json, GridRow.class);
            assertThat(STRICT.writeValueAsString(row)).isEqualTo(json);
            check(row, path);
            assertThat(row.openAlerts()).isEqualTo(3);
        }
    }

    @Test
    void a_running_stay_counts_from_when_the_entry_came() {
        var came = NOW.minus(Duration.ofDays(5));
        var path = StagePath.NONE
                .after("CONTACT", came.minus(Duration.ofDays(3)), List.of(), 1)
                .after("D", came.minus(Duration.ofDays(1)), List.of(), 2)
                .after("CONTACT", came, List.of(), 3)
                .after("CONTACT", NOW.minus(Duration.ofDays(2)), List.of(), 4);
        var cell = cell(STRICT.readValue(json(path, "null", "null", List.of()), GridRow.class), "CONTACT");
        assertThat(cell.daysAgo()).isEqualTo(2);
        assertThat(cell.daysInStage()).isEqualTo(5);
        assertThat(cell.totalDaysInStage()).isEqualTo(7);
    }

    @Test
    void an_entry_is_rotten_from_the_moment_its_days_are_full() {
        var path = StagePath.NONE.after("CONTACT", NOW.minus(Duration.ofDays(10)), List.of(), 1);
        assertThat(json(path, "null", "null", List.of())).contains("\"rotten\":true");
        var almost =
                StagePath.NONE.after("CONTACT", NOW.minus(Duration.ofDays(10)).plusNanos(1_000), List.of(), 1);
        assertThat(json(almost, "null", "null", List.of())).contains("\"rotten\":false");
        var never = StagePath.NONE.after("D", NOW.minus(Duration.ofDays(1_000)), List.of(), 1);
        assertThat(json(never, "null", "null", List.of())).contains("\"rotten\":false");
    }

    @Test
    void only_the_cells_that_are_asked_for_are_sent_in_the_journals_order() {
        var row = STRICT.readValue(json(path(new Random(5)), "null", "null", List.of("D", "CONTACT")), GridRow.class);
        assertThat(row.cells()).containsOnlyKeys("CONTACT", "D");
        assertThat(row.cells().keySet()).first().isEqualTo("CONTACT");
    }

    @Test
    void a_stage_that_the_journal_does_not_have_is_left_out() {
        var path = StagePath.NONE
                .after("GONE", NOW, List.of(), 1)
                .after("D", NOW, List.of(), 2)
                .after("GONE", NOW, List.of(), 3);
        var row = STRICT.readValue(json(path, "null", "null", List.of()), GridRow.class);
        assertThat(row.currentStage()).isEqualTo("GONE");
        assertThat(row.cells()).containsOnlyKeys(STAGES);
        assertThat(row.cells().get("D")).extracting(Cell::completed).isEqualTo(true);
    }

    private static String json(StagePath path, String name, String decision, List<String> show) {
        var line = String.join(
                String.valueOf(RowJson.PART), new UUID(1, 2).toString(), "9", PathText.of(path), name, decision, "3");
        var out = new JsonBytes(16);
        new RowJson(LAYOUT, show, NOW).write(out, "before" + line + "behind", 6, 6 + line.length());
        return new String(out.toArray(), StandardCharsets.UTF_8);
    }

    private static StagePath path(Random random) {
        var path = StagePath.NONE;
        var events = random.nextInt(12);
        for (var version = 1; version <= events; version++) {
            var leap = random.nextInt(9) - 4;
            var at = NOW.minusSeconds(random.nextInt(200 * 86_400)).plusNanos(1_000L * random.nextInt(1_000_000));
            path = path.after(STAGES.get(random.nextInt(4)), at, PathText.warnings(leap), version);
        }
        return path;
    }

    private static void check(GridRow row, StagePath path) {
        assertThat(row.currentStage()).isEqualTo(path.current());
        assertThat(row.lastActivityAt()).isEqualTo(path.lastActivityAt());
        assertThat(row.cells().keySet()).containsExactlyElementsOf(STAGES);
        for (var stage : STAGES) {
            var kept = path.cell(stage);
            var cell = cell(row, stage);
            assertThat(cell.completed()).isEqualTo(kept != null);
            if (kept == null) continue;
            assertThat(cell.at()).isEqualTo(kept.at());
            assertThat(cell.count()).isEqualTo(kept.count());
            assertThat(cell.daysAgo()).isEqualTo(Staleness.daysAgo(kept.at(), NOW));
            assertThat(cell.staleness()).isEqualTo(Staleness.of(kept.at(), NOW));
            assertThat(cell.version()).isEqualTo(kept.version());
            assertThat(cell.warnings()).isEqualTo(kept.warnings());
        }
    }

    private static Cell cell(GridRow row, String stage) {
        return Objects.requireNonNull(row.cells().get(stage));
    }
}

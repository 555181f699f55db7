package io.stageline.journal.projection;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.StageWarning;
import io.stageline.projection.Batch;
import io.stageline.projection.Story;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lines of an entry's past, one by one. */
class EntryEventTest {
    private static final String SAID = """
            SELECT concat_ws(' ', position, version, what, about, stage,
                             to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI'), nullif(leap, 0), said, terms)
              FROM live.entry_event
             ORDER BY position""";
    private static final String LINES = "SELECT line::text FROM live.entry_event AS line ORDER BY position";

    private final LiveGrid grid = new LiveGrid();

    EntryEventTest() throws SQLException {}

    @AfterEach
    void close() {
        grid.close();
    }

    @Test
    void every_event_of_an_entry_has_a_line_of_what_it_said() throws SQLException {
        var skipped = StageWarning.of(StageWarning.Code.STAGES_SKIPPED, 3);
        var back = StageWarning.of(StageWarning.Code.STAGE_BACKWARD, 2);
        grid.story
                .added("loans", "Eve")
                .stage("loans", "Eve", "DECISION", day(1), "by phone", skipped)
                .decided("loans", "Eve", "PLEDGED", "12.5", "she likes it")
                .corrected("loans", "Eve", id("event 3"), "PLEDGED", null)
                .stage("loans", "Eve", "MEET", day(2), back)
                .withdrawn("loans", "Eve", id("event 6"), "not so")
                .removed("loans", "Eve");
        grid.write();
        assertThat(grid.texts(SAID))
                .containsExactly(
                        "3 1 added",
                        "4 2 stage DECISION 2026-01-02T00:00 3 by phone",
                        "5 3 decision " + id("event 3") + " 2026-02-01T00:00 she likes it"
                                + " {\"status\":\"PLEDGED\",\"amount\":\"12.50\",\"currency\":\"EUR\","
                                + "\"cadence\":\"MONTHLY\",\"effectiveFrom\":\"2026-02-01\"}",
                        "6 4 correction " + id("event 3") + " 2026-03-01T00:00 a slip of the pen"
                                + " {\"status\":\"PLEDGED\",\"amount\":null,\"currency\":null,"
                                + "\"cadence\":\"YEARLY\",\"effectiveFrom\":\"2026-03-01\"}",
                        "7 5 stage MEET 2026-01-03T00:00 -2",
                        "8 6 withdrawal " + id("event 6") + " MEET 2026-01-03T00:00 not so",
                        "9 7 removed");
    }

    @Test
    void a_decision_without_its_stage_event_is_counted_as_an_alarm() throws SQLException {
        grid.story
                .added("loans", "Eve")
                .stage("loans", "Eve", "DECISION", day(1))
                .decided("loans", "Eve", "PLEDGED", "12.5", "she likes it")
                .corrected("loans", "Eve", id("event 3"), "PLEDGED", null);
        grid.write();
        assertThat(grid.models.contradictions("grid")).isZero();
        grid.story.decided("loans", "Eve", "DECLINED", null, "out of nowhere");
        grid.write();
        assertThat(grid.models.contradictions("grid")).isOne();
    }

    @Test
    void a_line_names_its_event_and_who_caused_it() throws SQLException {
        grid.story.added("loans", "Eve").stage("loans", "Eve", "MEET", day(1)).removed("loans", "Eve");
        grid.write();
        assertThat(grid.models.admin().queryForList("SELECT event_id FROM live.entry_event ORDER BY position"))
                .extracting(line -> line.get("event_id"))
                .containsExactly(id("recorded 3"), id("event 3"), id("recorded 5"));
        assertThat(grid.models
                        .admin()
                        .queryForList("SELECT DISTINCT tenant_id, actor, command, request FROM live.entry_event"))
                .containsExactly(Map.of(
                        "tenant_id", id("tenant"),
                        "actor", Story.ACTOR,
                        "command", id("causation"),
                        "request", id("correlation")));
    }

    @Test
    void a_late_event_has_a_line_at_its_position_and_earlier_lines_stay() throws SQLException {
        grid.story
                .added("loans", "Eve")
                .stage("loans", "Eve", "CONTACT", day(1))
                .stage("loans", "Eve", "ASK", day(4));
        grid.write();
        var before = grid.texts(LINES);
        grid.story.stage("loans", "Eve", "MEET", day(2));
        grid.write();
        assertThat(grid.texts(LINES)).hasSize(4).startsWith(before.toArray(String[]::new));
        assertThat(grid.models
                        .admin()
                        .queryForMap("SELECT stage, current_stage, moves FROM live.entry_event WHERE position = 6"))
                .isEqualTo(Map.of("stage", "MEET", "current_stage", "ASK", "moves", 2));
    }

    @Test
    void a_line_that_is_there_is_not_written_again() throws SQLException {
        grid.write();
        grid.story.added("loans", "Eve");
        var line = line(grid.story.events().get(2));
        grid.write();
        assertThat(alreadyThere(List.of(line))).isOne();
    }

    @Test
    void of_many_lines_those_that_are_there_are_not_written_again() throws SQLException {
        grid.write();
        for (var n = 0; n < 100; n++) grid.story.added("loans", "Contact " + n);
        var events = grid.story.events();
        var lines = events.subList(events.size() - 100, events.size()).stream()
                .filter(recorded -> recorded.event() instanceof EntryEvent)
                .map(EntryEventTest::line)
                .toList();
        assertThat(alreadyThere(lines.subList(0, 1))).isZero();
        assertThat(alreadyThere(lines)).isOne();
        assertThat(grid.texts(LINES)).hasSameSizeAs(lines);
    }

    private int alreadyThere(List<EntryLine> lines) throws SQLException {
        var there = new AtomicInteger();
        grid.models.inTransaction(
                "grid",
                connection ->
                        there.set(new EntryEventTable(connection).write(lines, Reached.by(new Batch(List.of())))));
        return there.get();
    }

    private static EntryLine line(Recorded added) {
        var row = GridRow.FOLD.after(GridRow.unknown(EntryKey.of(added, (EntryEvent) added.event())), added);
        return new EntryLine(added, Told.NOTHING, row);
    }
}

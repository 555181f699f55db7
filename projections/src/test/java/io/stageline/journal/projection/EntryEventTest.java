package io.stageline.journal.projection;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.JournalEvent.RotDaysChanged;
import io.stageline.journal.events.StageWarning;
import io.stageline.projection.Batch;
import io.stageline.projection.Story;
import io.stageline.projection.TestReadModels;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
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
    private static final String NAMES =
            "SELECT concat_ws(' ', position, name, sort_name) FROM live.contact_past ORDER BY position";
    private static final String LAYOUTS = """
            SELECT concat_ws(' ', position, name, stages, statuses, rot_days, archived, version)
              FROM live.journal_past
             ORDER BY position""";
    private static final String MARK = "SELECT position FROM live.journal_mark WHERE journal_id = ?";

    private final TestReadModels models = new TestReadModels();
    private final GridProjection projection = new GridProjection(models.opener(), models.swaps());
    private final Story story = new Story(models, id("tenant")).journal("loans").contact("Eve", "eve@example.org");
    private int written;

    EntryEventTest() throws SQLException {}

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void every_event_of_an_entry_has_a_line_of_what_it_said() throws SQLException {
        var skipped = StageWarning.of(StageWarning.Code.STAGES_SKIPPED, 3);
        var back = StageWarning.of(StageWarning.Code.STAGE_BACKWARD, 2);
        story.added("loans", "Eve")
                .stage("loans", "Eve", "DECISION", day(1), "by phone", skipped)
                .decided("loans", "Eve", "PLEDGED", "12.5", "she likes it")
                .corrected("loans", "Eve", id("event 3"), "PLEDGED", null)
                .stage("loans", "Eve", "MEET", day(2), back)
                .withdrawn("loans", "Eve", id("event 6"), "not so")
                .removed("loans", "Eve");
        write();
        assertThat(texts(SAID))
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
    void a_line_names_its_event_and_who_caused_it() throws SQLException {
        story.added("loans", "Eve").stage("loans", "Eve", "MEET", day(1)).removed("loans", "Eve");
        write();
        assertThat(models.admin().queryForList("SELECT event_id FROM live.entry_event ORDER BY position"))
                .extracting(line -> line.get("event_id"))
                .containsExactly(id("recorded 3"), id("event 3"), id("recorded 5"));
        assertThat(models.admin()
                        .queryForList("SELECT DISTINCT tenant_id, actor, command, request FROM live.entry_event"))
                .containsExactly(Map.of(
                        "tenant_id", id("tenant"),
                        "actor", Story.ACTOR,
                        "command", id("causation"),
                        "request", id("correlation")));
    }

    @Test
    void a_late_event_has_a_line_at_its_position_and_earlier_lines_stay() throws SQLException {
        story.added("loans", "Eve").stage("loans", "Eve", "CONTACT", day(1)).stage("loans", "Eve", "ASK", day(4));
        write();
        var before = texts(LINES);
        story.stage("loans", "Eve", "MEET", day(2));
        write();
        assertThat(texts(LINES)).hasSize(4).startsWith(before.toArray(String[]::new));
        assertThat(models.admin()
                        .queryForMap("SELECT stage, current_stage, moves FROM live.entry_event WHERE position = 6"))
                .isEqualTo(Map.of("stage", "MEET", "current_stage", "ASK", "moves", 2));
    }

    @Test
    void names_and_layouts_are_kept_from_each_position_on() throws SQLException {
        story.renamed("Eve", "Evelyn").tell(new RotDaysChanged(id("loans"), Map.of("MEET", 30)));
        write();
        assertThat(texts(NAMES)).containsExactly("2 Eve eve", "3 Evelyn evelyn");
        assertThat(texts(LAYOUTS))
                .containsExactly(
                        "1 loans {CONTACT,MEET,ASK,DECISION} {PLEDGED,DECLINED} {} f 1",
                        "4 loans {CONTACT,MEET,ASK,DECISION} {PLEDGED,DECLINED} {\"MEET\": 30} f 2");
    }

    @Test
    void a_rename_moves_the_mark_of_every_journal_of_the_contact_and_of_no_other() throws SQLException {
        story.journal("gifts").journal("grants").added("loans", "Eve").added("gifts", "Eve");
        write();
        story.renamed("Eve", "Evelyn");
        write();
        assertThat(mark("loans")).isEqualTo(7);
        assertThat(mark("gifts")).isEqualTo(7);
        assertThat(mark("grants")).isEqualTo(4);
    }

    @Test
    void nothing_that_an_erased_contact_was_called_or_that_was_said_of_it_is_left() throws SQLException {
        story.added("loans", "Eve")
                .renamed("Eve", "Evelyn")
                .stage("loans", "Eve", "MEET", day(1), "a secret")
                .decided("loans", "Eve", "PLEDGED", "1", "a promise")
                .corrected("loans", "Eve", id("event 4"), "PLEDGED", "2")
                .stage("loans", "Eve", "ASK", day(2), "another secret")
                .withdrawn("loans", "Eve", id("event 7"), "a rumour");
        write();
        var words = List.of(",Eve,", "evelyn", "secret", "promise", "slip of the pen", "rumour");
        assertThat(String.join("\n", models.rows("grid"))).contains(words);
        story.erased("Eve");
        write();
        assertThat(String.join("\n", models.rows("grid"))).doesNotContainIgnoringCase(words.toArray(String[]::new));
        assertThat(texts(LINES)).hasSize(6);
        assertThat(mark("loans")).isEqualTo(written);
    }

    @Test
    void a_line_that_is_there_is_not_written_again() throws SQLException {
        write();
        story.added("loans", "Eve");
        var added = story.events().get(2);
        write();
        var row = GridRow.FOLD.after(GridRow.unknown(EntryKey.of(added, (EntryEvent) added.event())), added);
        var line = new EntryLine(added, Told.fold(models.opener()).after(Told.NOTHING, added), row);
        models.inTransaction("grid", connection -> assertThat(
                        new EntryEventTable(connection).write(List.of(line), Reached.by(new Batch(List.of()))))
                .isEqualTo(1));
    }

    @Test
    void a_clock_that_runs_back_is_taken_for_one_that_stands_still() throws SQLException {
        story.clock(-1_000).added("loans", "Eve");
        write();
        story.clock(-1_000).removed("loans", "Eve").clock(5_000).added("loans", "Eve");
        write();
        assertThat(models.admin().queryForList("SELECT recorded_at, position FROM live.moment ORDER BY 1"))
                .extracting(moment -> moment.get("recorded_at"), moment -> moment.get("position"))
                .containsExactly(moment(1, 1), moment(2, 4), moment(3_005, 5));
    }

    private static Tuple moment(int seconds, long position) {
        return tuple(Timestamp.from(Story.START.plusSeconds(seconds)), position);
    }

    /** Writes what was told since the last time. */
    private void write() throws SQLException {
        List<Recorded> events = story.events();
        models.write(projection, events.subList(written, events.size()));
        written = events.size();
    }

    private List<String> texts(String sql) {
        return models.admin().queryForList(sql, String.class);
    }

    private @Nullable Integer mark(String journal) {
        return models.admin().queryForObject(MARK, Integer.class, id(journal));
    }
}

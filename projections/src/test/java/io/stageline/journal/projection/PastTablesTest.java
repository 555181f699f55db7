package io.stageline.journal.projection;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.stageline.journal.events.JournalEvent.RotDaysChanged;
import io.stageline.projection.Story;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept beside the lines of entries: names, layouts, marks and moments. */
class PastTablesTest {
    private static final String NAMES =
            "SELECT concat_ws(' ', position, name, sort_name) FROM live.contact_past ORDER BY position";
    private static final String LAYOUTS = """
            SELECT concat_ws(' ', position, name, stages, statuses, rot_days, archived, version)
              FROM live.journal_past
             ORDER BY position""";
    private static final String MARK = "SELECT position FROM live.journal_mark WHERE journal_id = ?";

    private final LiveGrid grid = new LiveGrid();

    PastTablesTest() throws SQLException {}

    @AfterEach
    void close() {
        grid.close();
    }

    @Test
    void names_and_layouts_are_kept_from_each_position_on() throws SQLException {
        grid.story.renamed("Eve", "Evelyn").tell(new RotDaysChanged(id("loans"), Map.of("MEET", 30)));
        grid.write();
        assertThat(grid.texts(NAMES)).containsExactly("2 Eve eve", "3 Evelyn evelyn");
        assertThat(grid.texts(LAYOUTS))
                .containsExactly(
                        "1 loans {CONTACT,MEET,ASK,DECISION} {PLEDGED,DECLINED} {} f 1",
                        "4 loans {CONTACT,MEET,ASK,DECISION} {PLEDGED,DECLINED} {\"MEET\": 30} f 2");
    }

    @Test
    void a_rename_moves_the_mark_of_every_journal_of_the_contact_and_of_no_other() throws SQLException {
        grid.story.journal("gifts").journal("grants").added("loans", "Eve").added("gifts", "Eve");
        grid.write();
        grid.story.renamed("Eve", "Evelyn");
        grid.write();
        assertThat(mark("loans")).containsExactly("7");
        assertThat(mark("gifts")).containsExactly("7");
        assertThat(mark("grants")).containsExactly("4");
    }

    @Test
    void nothing_that_an_erased_contact_was_called_or_that_was_said_of_it_is_left() throws SQLException {
        grid.story
                .added("loans", "Eve")
                .renamed("Eve", "Evelyn")
                .stage("loans", "Eve", "MEET", day(1), "a secret")
                .decided("loans", "Eve", "PLEDGED", "1", "a promise")
                .corrected("loans", "Eve", id("event 4"), "PLEDGED", "2")
                .stage("loans", "Eve", "ASK", day(2), "another secret")
                .withdrawn("loans", "Eve", id("event 7"), "a rumour");
        grid.write();
        var words = List.of(",Eve,", "evelyn", "secret", "promise", "slip of the pen", "rumour");
        assertThat(String.join("\n", grid.models.rows("grid"))).contains(words);
        grid.story.erased("Eve");
        var position = Integer.toString(grid.write());
        assertThat(String.join("\n", grid.models.rows("grid")))
                .doesNotContainIgnoringCase(words.toArray(String[]::new));
        assertThat(grid.texts("SELECT what FROM live.entry_event")).hasSize(6);
        assertThat(mark("loans")).containsExactly(position);
    }

    @Test
    void a_clock_that_runs_back_is_taken_for_one_that_stands_still() throws SQLException {
        grid.story.clock(-1_000).added("loans", "Eve");
        grid.write();
        grid.story.clock(-1_000).removed("loans", "Eve").clock(5_000).added("loans", "Eve");
        grid.write();
        assertThat(grid.models.admin().queryForList("SELECT recorded_at, position FROM live.moment ORDER BY 1"))
                .extracting(moment -> moment.get("recorded_at"), moment -> moment.get("position"))
                .containsExactly(moment(1, 1), moment(2, 4), moment(3_005, 5));
    }

    private static Tuple moment(int seconds, long position) {
        return tuple(Timestamp.from(Story.START.plusSeconds(seconds)), position);
    }

    private List<String> mark(String journal) {
        return grid.texts(MARK, id(journal));
    }
}

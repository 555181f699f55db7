package io.stageline.projection.verify;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static io.stageline.projection.verify.LoggedGrid.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.projection.Difference;
import io.stageline.projection.RandomStory;
import io.stageline.projection.Story;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final String CHANGE = "UPDATE live.grid_row SET moves = 7 WHERE contact_id = {Ada}";

    private final LoggedGrid grid = new LoggedGrid();

    ReconcilerTest() throws SQLException {}

    @AfterEach
    void close() {
        grid.close();
    }

    @Test
    void a_row_changed_by_hand_is_found_named_with_its_event_and_repaired() throws SQLException {
        grid.appendAndFold(story().events());
        var sound = grid.models.rows("grid");
        var edition = grid.edition();
        grid.tamper(CHANGE);
        var cycle = grid.reconciler(100, grid.repair()).cycle(grid.projection);
        assertThat(cycle.found()).singleElement().satisfies(one -> {
            assertThat(one.table() + " " + one.field()).isEqualTo("grid_row moves");
            assertThat(one.key()).containsEntry("contact_id", id("Ada").toString());
            assertThat(one.cause()).isNotNull().satisfies(cause -> assertThat(cause.position())
                    .isEqualTo(6));
        });
        assertThat(cycle.repaired()).isEqualTo(1);
        assertThat(grid.models.rows("grid")).isEqualTo(sound);
        assertThat(grid.edition()).isNotEqualTo(edition);
        assertThat(grid.meters
                        .get("stageline.reconcile.drift")
                        .tag("table", "grid_row")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(grid.models
                        .admin()
                        .queryForList(
                                "SELECT actor || ' ' || action FROM stageline.replay_audit WHERE action = 'repair'",
                                String.class))
                .containsExactly("reconciliation repair");
    }

    @Test
    void what_was_not_asked_for_is_not_repaired() throws SQLException {
        grid.appendAndFold(story().events());
        grid.tamper(CHANGE);
        var rows = grid.models.rows("grid");
        assertThat(grid.reconciler(100, null).cycle(grid.projection).found()).hasSize(1);
        assertThat(grid.models.rows("grid")).isEqualTo(rows);
    }

    @Test
    void a_row_that_moved_on_meanwhile_is_left_alone() throws SQLException {
        var story = story();
        grid.appendAndFold(story.events());
        grid.tamper(CHANGE);
        var found = grid.prove(WHOLE).first();
        var before = story.events().size();
        story.stage("loans", "Ada", "MEET", day(4));
        grid.appendAndFold(story.events().subList(before, story.events().size()));
        var edition = grid.edition();
        var now = grid.models.rows("grid");
        assertThat(grid.repair(found)).isZero();
        assertThat(grid.models.rows("grid")).isEqualTo(now);
        assertThat(grid.edition()).isEqualTo(edition);
    }

    @Test
    void the_sweep_reaches_every_stream() throws SQLException {
        var story = RandomStory.tell(grid.models, 11, 200);
        story.destroyKeysOfErased();
        grid.appendAndFold(story.events());
        grid.tamper("UPDATE live.grid_row SET skips = skips + 1");
        var reconciler = grid.reconciler(7, null);
        var found = new ArrayList<Difference>();
        var streams =
                story.events().stream().map(one -> one.stream()).distinct().count();
        for (var swept = 0; swept < streams; swept += 7)
            found.addAll(reconciler.cycle(grid.projection).found());
        assertThat(found.stream()
                        .filter(one -> one.field().equals("skips"))
                        .map(Difference::key)
                        .distinct())
                .hasSize(grid.models
                        .admin()
                        .queryForList("SELECT 1 FROM live.grid_row")
                        .size());
    }

    @Test
    void a_deleted_row_comes_back() throws SQLException {
        grid.appendAndFold(story().events());
        var sound = grid.models.rows("grid");
        grid.tamper("DELETE FROM live.grid_row WHERE contact_id = {Ada}");
        grid.tamper("DELETE FROM live.entry_event WHERE position = 5");
        grid.tamper("UPDATE live.journal_mark SET position = 2");
        grid.tamper("DELETE FROM live.contact");
        assertThat(grid.repair(grid.prove(WHOLE).first())).isEqualTo(4);
        assertThat(grid.models.rows("grid")).isEqualTo(sound);
    }

    @Test
    void a_row_that_nothing_explains_goes() throws SQLException {
        grid.appendAndFold(story().events());
        var sound = grid.models.rows("grid");
        grid.tamper("""
                INSERT INTO live.grid_row
                SELECT (jsonb_populate_record(known, jsonb_build_object('contact_id', {Zoe}::uuid))).* FROM live.grid_row AS known""");
        assertThat(grid.repair(grid.prove(WHOLE).first())).isEqualTo(1);
        assertThat(grid.models.rows("grid")).isEqualTo(sound);
    }

    @Test
    void of_two_processes_one_reconciles() throws SQLException {
        grid.appendAndFold(story().events());
        try (var turn = new Turn(grid.projecting, "grid")) {
            assertThat(turn.isMine()).isTrue();
            assertThat(grid.reconciler(100, null).cycle(grid.projection).streams())
                    .isZero();
        }
        assertThat(grid.reconciler(100, null).cycle(grid.projection).streams()).isEqualTo(3);
    }

    private Story story() {
        return new Story(grid.models, id("tenant"))
                .journal("loans")
                .contact("Ada", "ada@example.org")
                .added("loans", "Ada")
                .stage("loans", "Ada", "CONTACT", day(1), "met at the fair")
                .decided("loans", "Ada", "PLEDGED", "12.5", "she likes it")
                .stage("loans", "Ada", "MEET", day(3));
    }
}

package io.stageline.projection.verify;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static io.stageline.projection.verify.LoggedGrid.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.alert.events.ClockEvent.ClockTicked;
import io.stageline.projection.CauseEvent;
import io.stageline.projection.Difference;
import io.stageline.projection.Progressing;
import io.stageline.projection.RandomStory;
import io.stageline.projection.Story;
import io.stageline.projection.verify.Verification.Extent;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationTest {
    private static final Extent SAMPLE = new Extent(false, 1_000);

    private final LoggedGrid grid = new LoggedGrid();

    VerificationTest() throws SQLException {}

    @AfterEach
    void close() {
        grid.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5})
    void a_sound_generation_has_no_differences(long seed) throws SQLException {
        isSound(grid, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void nor_has_one_whose_projection_has_no_code_for_whole_logs(long seed) throws SQLException {
        try (var another = new LoggedGrid(true)) {
            isSound(another, seed);
        }
    }

    private static void isSound(LoggedGrid grid, long seed) throws SQLException {
        var story = RandomStory.tell(grid.models, seed, 300);
        story.destroyKeysOfErased();
        grid.appendAndFold(story.events());
        var whole = grid.prove(WHOLE);
        var sampled = grid.prove(SAMPLE);
        assertThat(whole.first()).isEmpty();
        assertThat(sampled.first()).isEmpty();
        assertThat(whole.at()).containsEntry(0, (long) story.events().size());
        assertThat(whole.rows()).isPositive();
        assertThat(whole.streams()).isGreaterThanOrEqualTo(sampled.streams()).isPositive();
        assertThat(sampled.checksum()).isEqualTo(whole.checksum()).matches("[0-9a-f]{32}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "UPDATE live.grid_row SET moves = 7 WHERE contact_id = {Ada} | grid_row moves 7 2",
                "UPDATE live.journal SET name = 'lent' | journal name lent loans",
                "DELETE FROM live.grid_row WHERE contact_id = {Ada} | grid_row * null (a row)",
                "UPDATE live.grid_row SET contact_id = {Zoe} WHERE contact_id = {Bob} | grid_row * (a row) null",
                "UPDATE live.entry_event SET stage = 'ASK' WHERE position = 6 | entry_event stage ASK CONTACT",
                "DELETE FROM live.contact_past WHERE position = 2 | contact_past * null (a row)",
                "UPDATE live.journal_mark SET position = 3 | journal_mark position 3 8",
                "UPDATE live.moment SET position = position + 1 WHERE position = 8 | moment position 9 8"
            })
    void each_kind_of_difference_is_named(String change, String named) throws SQLException {
        grid.appendAndFold(story().events());
        grid.tamper(change);
        assertThat(grid.prove(WHOLE).first())
                .extracting(one -> "%s %s %s %s".formatted(one.table(), one.field(), one.shown(), one.expected()))
                .contains(named);
    }

    @Test
    void the_cause_is_the_last_event_of_the_cluster() throws SQLException {
        var events = story().events();
        grid.appendAndFold(events);
        grid.tamper("UPDATE live.grid_row SET moves = 7, present = false, sort_name = 'x' WHERE contact_id = {Ada}");
        var found = grid.prove(WHOLE);
        assertThat(found.differing()).isEqualTo(3);
        assertThat(found.first())
                .extracting(one -> one.field() + " " + event(one.cause()))
                .containsExactlyInAnyOrder(
                        "moves 7 entry.stage-recorded/1", "present 4 entry.added/1", "sort_name 2 contact.added/1");
    }

    @Test
    void personal_values_are_never_told() throws SQLException {
        grid.appendAndFold(story().events());
        grid.tamper("UPDATE live.contact SET name = 'Mallory', email = NULL WHERE contact_id = {Ada}");
        assertThat(grid.prove(WHOLE).first())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.shown()).isEqualTo(Difference.PERSONAL))
                .noneSatisfy(one -> assertThat(one.toString()).containsAnyOf("Mallory", "Ada", "example.org"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_event_that_was_changed_is_named_and_what_comes_from_it_is_left_alone(boolean whole) throws SQLException {
        grid.appendAndFold(story().events());
        grid.tamper("UPDATE live.grid_row SET moves = 7");
        var before = grid.prove(WHOLE).first();
        grid.tamper("UPDATE stageline.event SET payload = payload || '{\"stage\": \"ASK\"}' WHERE position = 6");
        var found = grid.prove(whole ? WHOLE : SAMPLE);
        assertThat(found.first())
                .extracting(one -> "%s %s %s %s".formatted(one.table(), one.field(), one.shown(), event(one.cause())))
                .containsExactly("event payload (changed) 6 entry.stage-recorded/1", "grid_row moves 7 unknown");
        assertThat(found.differing()).isEqualTo(2);
        assertThat(grid.repair(before)).isEqualTo(1);
        assertThat(grid.models.admin().queryForList("SELECT moves FROM live.grid_row ORDER BY moves", Integer.class))
                .containsExactly(0, 7);
    }

    @Test
    void rows_that_show_a_contact_whose_event_was_changed_are_left_alone() throws SQLException {
        grid.appendAndFold(story().events());
        grid.tamper("UPDATE stageline.event SET payload = '{}' WHERE position = 2");
        assertThat(grid.prove(WHOLE).first()).extracting(Difference::table).containsExactly("event");
    }

    @Test
    void events_that_nobody_looks_at_are_positions_only_and_crowd_nothing_out() throws SQLException {
        var story = story();
        for (var n = 0; n < 300; n++) story.tell(new ClockTicked(day(9)));
        grid.appendAndFold(story.events());
        grid.tamper("UPDATE stageline.event SET payload = '[]' WHERE type = 'clock.ticked/1'");
        var whole = grid.prove(WHOLE);
        assertThat(whole.first()).isEmpty();
        assertThat(whole.streams()).isEqualTo(5);
        grid.tamper("UPDATE live.grid_row SET moves = 7");
        assertThat(grid.prove(new Extent(false, 10)).differing()).isEqualTo(2);
        assertThat(grid.reconciler(100, null).cycle(grid.projection).streams()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE live.alert_step SET note = 'Mallory'",
                "UPDATE live.alert SET subject = 'Mallory'",
                "UPDATE live.alert SET evidence = '{\"of\": \"Mallory\"}'",
                "UPDATE live.entry_event SET said = 'Mallory' WHERE said IS NOT NULL",
                "UPDATE live.grid_row SET sort_name = 'Mallory' WHERE contact_id = {Ada}"
            })
    void no_text_that_people_wrote_is_told(String change) throws SQLException {
        grid.appendAndFold(story().rule("late")
                .raised("alert", "late", "Ada", "loans")
                .acknowledged("alert", "Ada")
                .events());
        grid.tamper(change);
        assertThat(grid.prove(WHOLE).first())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.shown()).isEqualTo(Difference.PERSONAL))
                .noneSatisfy(one -> assertThat(one.toString()).contains("Mallory"));
    }

    @Test
    void a_sample_finds_what_it_covers_and_says_how_much_that_is() throws SQLException {
        grid.appendAndFold(story().events());
        grid.tamper("UPDATE live.grid_row SET moves = 7 WHERE contact_id = {Ada}");
        grid.tamper("UPDATE live.journal_mark SET position = 3");
        var found = grid.prove(SAMPLE);
        assertThat(found.whole()).isFalse();
        assertThat(found.streams()).isEqualTo(5);
        assertThat(found.first()).extracting(Difference::table).containsExactlyInAnyOrder("grid_row", "journal_mark");
        var less = grid.prove(new Extent(false, 1));
        assertThat(less.streams()).isBetween(1L, 2L);
    }

    @Test
    void verifying_beside_live_writes_reports_nothing() throws SQLException {
        var events = RandomStory.tell(grid.models, 7, 200).events();
        grid.appendAndFold(events.subList(0, 100));
        var proof = grid.prove(WHOLE, new Progressing() {
            @Override
            public void phase(String phase, long expected) {
                if (phase.equals("folding")) goOn();
            }

            @Override
            public void seen(long folded) {}

            @Override
            public boolean stop() {
                return false;
            }

            private void goOn() {
                try {
                    grid.appendAndFold(events.subList(100, events.size()));
                } catch (SQLException broken) {
                    throw new AssertionError(broken);
                }
            }
        });
        assertThat(proof.first()).isEmpty();
        assertThat(proof.at()).containsEntry(0, (long) events.size());
    }

    @Test
    void an_erasure_that_is_not_folded_yet_is_no_difference() throws SQLException {
        var story = story();
        grid.appendAndFold(story.events());
        var before = story.events().size();
        story.erased("Ada").destroyKeysOfErased();
        grid.append(story.events().subList(before, story.events().size()));
        assertThat(grid.prove(WHOLE).first()).isEmpty();
        grid.fold(story.events().subList(before, story.events().size()));
        assertThat(grid.prove(WHOLE).first()).isEmpty();
        grid.tamper("UPDATE live.grid_row SET name = 'Ada' WHERE contact_id = {Ada}");
        assertThat(grid.prove(WHOLE).first()).extracting(Difference::field).containsExactly("name");
    }

    @Test
    void what_is_parked_is_left_out_from_where_it_begins() throws SQLException {
        var story = story();
        grid.appendAndFold(story.events());
        var before = story.events().size();
        story.stage("loans", "Ada", "ASK", day(9));
        var parked = story.events().get(before);
        grid.append(story.events().subList(before, before + 1));
        grid.models
                .admin()
                .update("""
                        INSERT INTO stageline.dead_letter
                               (tenant_id, letter_id, projection, generation, log_id, stream_id, version, position,
                                event_id, type, cause, error, sealed, state, parked_at)
                        VALUES (?, gen_random_uuid(), 'grid', 3, 0, ?, ?, ?, ?, 'entry.stage-recorded/1',
                                'fold-failed', 'X', '', 'parked', now())""", parked.tenant(), parked.stream(), parked.version(), parked.position(), parked.eventId());
        grid.models
                .admin()
                .update("UPDATE stageline.token_entry SET token = convert_to('{\"globalIndex\":9}', 'UTF8')");
        assertThat(grid.prove(SAMPLE).first()).isEmpty();
    }

    @Test
    void who_watches_may_stop_it() throws SQLException {
        grid.appendAndFold(story().events());
        assertThatThrownBy(() -> grid.prove(WHOLE, new Progressing() {
                    @Override
                    public void phase(String phase, long expected) {}

                    @Override
                    public void seen(long events) {}

                    @Override
                    public boolean stop() {
                        return true;
                    }
                }))
                .isInstanceOf(Verification.Stopped.class);
        assertThat(grid.prove(WHOLE).first()).isEmpty();
    }

    @Test
    void a_generation_is_equal_to_itself_and_to_no_other_rows() throws SQLException {
        grid.appendAndFold(story().events());
        var same = grid.verification().compare(grid.projection, grid.live(), grid.live(), new Unwatched());
        assertThat(same.first()).isEmpty();
        var before = same.checksum();
        grid.tamper("UPDATE live.grid_row SET moves = 7 WHERE contact_id = {Ada}");
        assertThat(grid.prove(WHOLE).checksum()).isNotEqualTo(before);
    }

    private static String event(@Nullable CauseEvent cause) {
        return cause == null ? "unknown" : cause.position() + " " + cause.type();
    }

    private Story story() {
        return new Story(grid.models, id("tenant"))
                .journal("loans")
                .contact("Ada", "ada@example.org")
                .contact("Bob", "bob@example.org")
                .added("loans", "Ada")
                .added("loans", "Bob")
                .stage("loans", "Ada", "CONTACT", day(1), "met at the fair")
                .stage("loans", "Ada", "MEET", day(3))
                .decided("loans", "Ada", "PLEDGED", "12.5", "she likes it");
    }
}

package io.stageline.projection.parked;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.parked.AdaAndBob.change;
import static io.stageline.projection.parked.AdaAndBob.position;
import static io.stageline.projection.parked.AdaAndBob.stagesOf;
import static io.stageline.projection.parked.AdaAndBob.story;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.journal.events.EntryEvent.StageRecorded;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One event that cannot be folded stops its own stream and nothing else, and can be made good later. */
class ParkingTest {
    private static final String LAST_MOMENT = "SELECT max(position) FROM live.moment";

    private final FedGrid fed;
    private final Picky picky;

    ParkingTest() throws SQLException {
        fed = new FedGrid();
        picky = new Picky(fed.grid);
    }

    @AfterEach
    void close() throws InterruptedException {
        fed.close();
    }

    @Test
    void one_entry_parks_and_all_others_flow() throws SQLException {
        fed.append(story(fed).events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);

        assertThat(stagesOf(fed, "bob")).isEqualTo(2);
        assertThat(stagesOf(fed, "ada")).isZero();
        assertThat(fed.parked())
                .extracting(letter -> letter.position() + " " + letter.cause().wire() + " " + letter.error())
                .containsExactly("7 data-refused SQLException 23514", "9 behind-another ");
        var shown = fed.letters.show(fed.parked().get(0).id());
        assertThat(shown.type()).isEqualTo("entry.stage-recorded/1");
        var found = requireNonNull(shown.found());
        assertThat(found.type()).isEqualTo("entry.stage-recorded/1");
        assertThat(found.payload()).contains("CONTACT").startsWith("{");
    }

    @Test
    void what_comes_later_in_a_parked_sequence_waits_too_also_after_a_restart() throws SQLException {
        var told = story(fed);
        fed.append(told.events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);
        fed.append(told.stage("gifts", "ada", "ASK", day(3))
                .stage("gifts", "bob", "ASK", day(3))
                .events()
                .subList(10, 12));
        fed.feed(fed.parking(fed.grid), 100);

        assertThat(stagesOf(fed, "bob")).isEqualTo(3);
        assertThat(stagesOf(fed, "ada")).isZero();
        assertThat(fed.parked()).extracting(Letter::position).containsExactly(7L, 9L, 11L);
    }

    @Test
    void a_failing_batch_is_halved_until_one_event_is_left() throws SQLException {
        fed.append(story(fed).events());
        var parking = fed.parking(picky.dislikes(position(7)));
        assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
        assertThat(parking.againAtOnce()).isTrue();
        assertThat(fed.models.rows("grid")).isEmpty();
        assertThat(fed.all()).isEmpty();

        fed.once(parking);
        assertThat(parking.againAtOnce()).isFalse();
        assertThat(picky.sizes()).containsExactly(10, 10, 5, 5, 2, 1, 1, 1, 3);
    }

    @Test
    void without_a_failure_nothing_is_written_twice() throws SQLException {
        fed.append(story(fed).events());
        fed.feed(fed.parking(picky), 100);
        assertThat(picky.sizes()).containsExactly(10);
    }

    @Test
    void moments_count_what_is_parked() throws SQLException {
        fed.append(story(fed).stage("gifts", "ada", "ASK", day(3)).events());
        fed.feed(fed.parking(picky.dislikes(position(7))), 100);
        assertThat(fed.models.admin().queryForObject(LAST_MOMENT, Long.class)).isEqualTo(11);
    }

    @Test
    void a_damaged_event_is_not_projected() throws SQLException {
        fed.append(story(fed).events());
        change(fed, "payload = jsonb_set(payload, '{stage}', '\"DECISION\"')", 7);
        fed.feed(fed.parking(fed.grid), 100);
        assertThat(fed.parked())
                .extracting(letter -> letter.position() + " " + letter.cause().wire())
                .containsExactly("7 damaged", "9 behind-another");
        assertThat(stagesOf(fed, "ada")).isZero();
        assertThat(stagesOf(fed, "bob")).isEqualTo(2);
    }

    @Test
    void a_bulk_fold_puts_aside_what_cannot_be_read() throws SQLException {
        fed.append(story(fed).events());
        change(fed, "type = 'entry.stage-recorded/9', digest = NULL", 7);
        fed.models.inBulk("grid", connection -> {
            var fold = fed.parking(fed.grid).bulk(1_000);
            fold.fold(connection, fed.next());
            fold.flush(connection);
        });
        assertThat(fed.parked()).extracting(Letter::position).containsExactly(7L, 9L);
        assertThat(stagesOf(fed, "bob")).isEqualTo(2);
    }

    @Test
    void the_story_is_as_these_tests_need_it() {
        var events = story(fed).events();
        assertThat(events).hasSize(10);
        assertThat(events.subList(6, 10)).allMatch(event -> event.event() instanceof StageRecorded);
        assertThat(events.get(6).stream()).isEqualTo(events.get(8).stream());
    }
}

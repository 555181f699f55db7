package io.stageline.projection.parked;

import static io.stageline.projection.parked.AdaAndBob.TENANT;
import static io.stageline.projection.parked.AdaAndBob.position;
import static io.stageline.projection.parked.AdaAndBob.story;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.projection.Story;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no fault of a single event parks nothing. */
class FailingFeedTest {
    private final FedGrid fed;
    private final Picky picky;

    FailingFeedTest() throws SQLException {
        fed = new FedGrid();
        picky = new Picky(fed.grid);
    }

    @AfterEach
    void close() throws InterruptedException {
        fed.close();
    }

    @Test
    void a_lost_connection_parks_nothing() throws SQLException {
        fed.append(story(fed).events());
        for (var state : List.of("08006", "40001", "53300", "57P01", "55P03")) {
            var parking = fed.parking(picky.dislikes(position(7)).failsWith(new SQLException("gone", state)));
            for (var attempt = 0; attempt < 3; attempt++)
                assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
            assertThat(parking.againAtOnce()).isFalse();
            fed.clock.move(Duration.ofSeconds(61));
            for (var attempt = 0; attempt < 3; attempt++)
                assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
            assertThat(fed.stuck.isAlarm()).as("an alarm").isTrue();
        }
        assertThat(fed.all()).isEmpty();
        fed.once(fed.parking(fed.grid));
        assertThat(fed.stuck.isAlarm()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "XX000"})
    void what_fails_for_a_minute_and_may_be_due_to_one_event_is_parked(String state) throws SQLException {
        fed.append(story(fed).events());
        var parking = fed.parking(picky.dislikes(position(7)).failsWith(new SQLException("too slow", state)));
        for (var seconds = 0; seconds <= 62; seconds += 31, fed.clock.move(Duration.ofSeconds(31)))
            assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
        assertThat(fed.stuck.isAlarm()).isTrue();
        assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
        assertThat(parking.againAtOnce()).isTrue();
        fed.once(parking);
        assertThat(fed.parked()).extracting(Letter::position).contains(7L);
        assertThat(fed.stuck.isAlarm()).isFalse();
    }

    @Test
    void a_projection_that_fails_on_everything_parks_nothing() throws SQLException {
        var story = new Story(fed.models, TENANT);
        for (var i = 0; i < 25; i++) story.journal("journal " + i);
        fed.append(story.events());
        var parking = fed.parking(picky.dislikes(event -> true));
        assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> fed.once(parking)).isInstanceOf(TooManyFailed.class);
        assertThat(fed.all()).isEmpty();
        assertThat(fed.models.rows("grid")).isEmpty();
        assertThat(fed.ratio.isAlarm()).isTrue();
    }

    @Test
    void nor_does_it_one_by_one() throws SQLException {
        var story = new Story(fed.models, TENANT);
        for (var i = 0; i < 25; i++) story.journal("journal " + i);
        fed.append(story.events());
        var parking = fed.parking(picky.dislikes(event -> true));
        assertThatThrownBy(() -> fed.feed(parking, 1)).isInstanceOf(TooManyFailed.class);
        assertThat(fed.all()).hasSize(19);
    }
}

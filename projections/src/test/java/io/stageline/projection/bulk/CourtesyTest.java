package io.stageline.projection.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CourtesyTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long PIECE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int MANY = 1_000_000;

    private long time = Long.MAX_VALUE - 5; // as any time of this clock, it may overflow
    private long rested;
    private double appended = 7;
    private int appendedASecond;

    @Test
    void while_events_are_appended_it_works_a_twentieth_of_the_time() throws Exception {
        appendedASecond = 20;
        var courtesy = courtesy();
        var began = time;
        for (var n = 0; n < 1_000; n++) work(courtesy, PIECE);
        assertThat(1_000.0 * PIECE / (time - began)).isBetween(0.049, 0.051);
        assertThat(courtesy.slice(MANY)).isLessThan(1_000);
    }

    @Test
    void when_nobody_appends_it_works_all_the_time_after_a_second() throws Exception {
        var courtesy = courtesy();
        for (var n = 0; n < 1_000; n++) work(courtesy, PIECE);
        assertThat(rested).isBetween(SECOND / 2, SECOND);
        assertThat(courtesy.slice(MANY)).isEqualTo(MANY);
    }

    @Test
    void a_few_events_a_second_find_room_beside_it() throws Exception {
        appendedASecond = 19;
        var courtesy = courtesy();
        for (var n = 0; n < 1_000; n++) work(courtesy, PIECE);
        assertThat(rested).isLessThanOrEqualTo(SECOND);
    }

    @Test
    void it_gives_way_a_second_after_others_have_begun_and_goes_on_a_second_after_they_have_ended() throws Exception {
        var courtesy = courtesy();
        for (var n = 0; n < 200; n++) work(courtesy, PIECE);
        appendedASecond = 500;
        for (var n = 0; n < 101; n++) work(courtesy, PIECE);
        assertThat(courtesy.slice(MANY)).isLessThan(MANY);
        appendedASecond = 0;
        for (var n = 0; n < 11; n++) work(courtesy, PIECE);
        assertThat(courtesy.slice(MANY)).isEqualTo(MANY);
    }

    @Test
    void after_long_work_it_rests_for_seconds_only_so_that_it_can_be_stopped() throws Exception {
        appendedASecond = 500;
        work(courtesy(), 60 * SECOND);
        assertThat(rested).isEqualTo(3 * SECOND);
    }

    @Test
    void a_small_piece_is_taken_whole() throws Exception {
        assertThat(courtesy().slice(3)).isEqualTo(3);
    }

    private void work(Courtesy courtesy, long nanos) throws SQLException, InterruptedException {
        pass(nanos);
        courtesy.rest();
    }

    private Courtesy courtesy() throws SQLException {
        return new Courtesy(() -> (long) appended, () -> time, nanos -> {
            rested += nanos;
            pass(nanos);
        });
    }

    private void pass(long nanos) {
        time += nanos;
        appended += (double) nanos * appendedASecond / SECOND;
    }
}

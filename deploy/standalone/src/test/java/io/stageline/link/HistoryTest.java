package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.link.History.Read;
import io.stageline.link.History.Write;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker of histories sees what it is there for. */
class HistoryTest {
    private final History history = new History();

    HistoryTest() {
        write(0, 20, null, 2, 10);
        write(10, 30, 2L, 3, 11);
        write(40, 50, null, 4, 15);
    }

    @Test
    void what_can_have_happened_one_after_the_other_is_no_contradiction() {
        history.add(new Read(15, 25, 0, 12, 3, Map.of()));
        history.add(new Read(51, 60, 15, 15, 4, Map.of()));
        assertThat(history.contradictions()).isEmpty();
    }

    @Test
    void two_writes_that_made_one_version_are_seen() {
        write(41, 51, null, 4, 16);
        isSeen("a version made twice");
    }

    @Test
    void an_accepted_write_over_one_that_its_client_had_not_seen_is_seen() {
        write(60, 61, 3L, 5, 20);
        isSeen("a lost update");
    }

    @Test
    void an_accepted_write_of_another_field_is_none() {
        history.add(new Write(60, 61, 3L, 5, 20, "event", Set.of("decision")));
        assertThat(history.contradictions()).isEmpty();
    }

    @Test
    void an_order_against_the_clock_is_seen() {
        write(60, 70, null, 5, 17);
        write(51, 59, null, 6, 18);
        isSeen("a write after one that began when it was over");
    }

    @Test
    void a_read_without_what_it_asked_for_is_seen() {
        history.add(new Read(60, 61, 15, 14, 3, Map.of()));
        isSeen("a stale read");
    }

    @Test
    void a_read_that_shows_another_version_than_its_position_says_is_seen() {
        history.add(new Read(60, 61, 0, 15, 3, Map.of()));
        isSeen("a read between versions");
    }

    @Test
    void a_read_of_what_was_not_yet_asked_for_is_seen() {
        history.add(new Read(31, 35, 0, 15, 4, Map.of()));
        isSeen("a read of the future");
    }

    @Test
    void a_field_that_moves_backward_is_seen() {
        history.add(new Read(51, 60, 0, 15, 4, Map.of()));
        history.add(new Read(61, 70, 0, 11, 3, Map.of()));
        isSeen("a read moved backward");
    }

    @Test
    void one_field_that_moves_backward_alone_is_seen() {
        history.add(new Read(51, 60, 0, 15, 4, Map.of("stage", 3L)));
        history.add(new Read(61, 70, 0, 15, 4, Map.of("stage", 2L)));
        isSeen("a read moved backward in stage");
    }

    private void write(long begun, long ended, @Nullable Long ifMatch, long version, long position) {
        history.add(new Write(
                begun, ended, ifMatch, version, position, "event " + version + " " + position, Set.of("stage")));
    }

    private void isSeen(String what) {
        assertThat(history.contradictions()).anyMatch(found -> found.startsWith(what));
    }
}

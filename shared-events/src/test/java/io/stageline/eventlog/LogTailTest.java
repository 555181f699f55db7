package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.journal.events.JournalEvent.JournalArchived;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogTailTest {
    private static final UUID ID = UUID.randomUUID();

    private final LogTail tail = new LogTail(0, 0, 100, 100_000);

    @Test
    void what_is_held_is_given_without_a_gap() {
        tail.hold(events(1, 10), 0);
        tail.hold(events(16, 20), 0);
        assertThat(positions(0, 100)).containsExactlyElementsOf(range(1, 10));
        assertThat(positions(3, 4)).containsExactlyElementsOf(range(4, 7));
        assertThat(positions(10, 100)).isEmpty();
        assertThat(positions(15, 100)).containsExactlyElementsOf(range(16, 20));
    }

    @Test
    void a_hole_is_known_and_can_be_filled() {
        tail.hold(events(1, 10), 0);
        tail.hold(events(16, 20), 0);
        tail.heard(25);
        assertThat(tail.missing(10)).isEqualTo(5);
        assertThat(tail.missing(20)).isEqualTo(5);
        assertThat(tail.missing(25)).isZero();
        tail.hold(events(11, 15), 0);
        assertThat(positions(0, 100)).containsExactlyElementsOf(range(1, 20));
    }

    @Test
    void the_oldest_are_forgotten_when_there_are_too_many() {
        tail.hold(events(1, 100), 0);
        tail.hold(events(101, 130), 0);
        assertThat(positions(29, 10)).isEmpty();
        assertThat(tail.missing(29)).as("too far back to be held").isZero();
        assertThat(positions(30, 200)).containsExactlyElementsOf(range(31, 130));
        tail.hold(events(20, 25), 0);
        assertThat(positions(19, 10)).as("what comes too late is not taken").isEmpty();
    }

    @Test
    void the_oldest_are_forgotten_when_they_are_too_long() {
        tail.hold(events(1, 20), 0);
        tail.hold(events(21, 30), 90_000);
        assertThat(tail.bytes()).isLessThanOrEqualTo(100_000);
        assertThat(positions(20, 100)).containsExactlyElementsOf(range(21, 30));
        assertThat(positions(0, 100)).isEmpty();
        tail.hold(events(31, 31), 10_000_000);
        assertThat(tail.bytes()).isLessThanOrEqualTo(100_000);
        assertThat(positions(30, 100)).containsExactly(31L);
    }

    @Test
    void a_head_that_jumps_leaves_nothing_behind() {
        tail.hold(events(1, 100), 1_000);
        tail.heard(1_000_000_000);
        assertThat(tail.bytes()).isZero();
        assertThat(tail.missing(999_999_950)).isEqualTo(50);
        assertThat(tail.missing(5)).isZero();
    }

    private List<Long> positions(long after, int limit) {
        return tail.after(after, limit).stream().map(Recorded::position).toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<Recorded> events(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(position -> new Recorded(
                        position, ID, ID, position, ID, new JournalArchived(ID), Instant.EPOCH, new Origin(ID, ID, ID)))
                .toList();
    }
}

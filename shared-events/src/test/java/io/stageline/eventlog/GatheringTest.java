package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final long MILLI = 1_000_000;

    @Test
    void who_took_nothing_goes_on_at_once() {
        assertThat(Gathering.nanosAfter(0)).isZero();
    }

    @Test
    void the_more_was_taken_the_longer_the_next_events_gather_but_never_beyond_eight_milliseconds() {
        assertThat(Gathering.nanosAfter(1)).isLessThan(MILLI);
        assertThat(Gathering.nanosAfter(10)).isBetween(Gathering.nanosAfter(1), 8 * MILLI);
        assertThat(Gathering.nanosAfter(1_000)).isEqualTo(8 * MILLI);
    }

    @Test
    void the_next_batch_waits_until_they_have_gathered() {
        var gathering = new Gathering();
        var begun = System.nanoTime();
        gathering.took(1_000);
        gathering.await();
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(8 * MILLI);
    }
}

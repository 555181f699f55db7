package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Follower GRID = new Follower("grid", 0);
    private static final Follower WEBHOOKS = new Follower("webhooks", 0);

    private final Progress progress = new Progress();

    @Test
    void after_a_crash_of_the_database_only_what_is_stored_or_seen_since_counts() {
        progress.reached(GRID, 9);
        progress.reached(WEBHOOKS, 9);
        progress.lost();
        assertThat(progress.hasReached(GRID, 9)).isFalse();
        progress.found(Map.of(GRID, 7L));
        assertThat(progress.hasReached(GRID, 7)).isTrue();
        assertThat(progress.hasReached(GRID, 9)).isFalse();
        assertThat(progress.hasReached(WEBHOOKS, 7)).isFalse();
        var waiting = progress.whenReached(WEBHOOKS, 8);
        assertThat(waiting).isNotDone();
        progress.seen(WEBHOOKS, 8);
        assertThat(waiting).isCompleted();
    }
}

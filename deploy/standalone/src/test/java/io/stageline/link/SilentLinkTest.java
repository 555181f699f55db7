package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** QUALITY F8, invariants A and I: sockets stay open and nothing moves, so only time tells. */
class SilentLinkTest {
    private static final Duration SILENCE = Duration.ofSeconds(14);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(12);
    private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(15);
    private static final int MOST_POOLED = 10 + (4 + 3 * 2) + 16;

    @AfterEach
    void heal() {
        TheLink.proxy().heal();
    }

    @Test
    void callers_are_told_within_seconds_and_all_goes_on_when_the_link_speaks_again() {
        var client = TheLink.newTenant();
        var load = new Load(client, 2);
        load.start(12, 8);
        var before = System.nanoTime();
        Await.until("both ways work", RECOVERS_WITHIN, () -> works(load, before));
        var baseline = new Baseline(TheLink::bean);
        TheLink.proxy().silence();
        var silenced = System.nanoTime();
        Await.until("it was silent for long", SILENCE.plusSeconds(1), () -> isOver(silenced));
        var healed = System.nanoTime();
        TheLink.proxy().heal();
        Await.until("both ways work again", RECOVERS_WITHIN, () -> works(load, healed));
        System.out.printf(
                "silent for %s: longest call %s, works again after %d ms, %s%n",
                SILENCE, load.longestCall(), (System.nanoTime() - healed) / 1_000_000, load.ends());
        load.stop(RECOVERS_WITHIN);

        assertThat(load.calls()).as("%s", load.ends()).allMatch(call -> call.succeeded() || call.status() == 503);
        assertThat(load.calls())
                .filteredOn(call -> call.status() == 503)
                .isNotEmpty()
                .allMatch(call -> !call.retryAfter().isEmpty());
        assertThat(load.longestCall()).isLessThan(LONGEST_CALL);
        Recorded.exactlyWhatWasAcknowledged(TheLink.log(), load);
        var grid = "/v1/journals/" + load.journal() + "/grid?minPosition=" + load.lastPosition();
        Await.until("projections go on", RECOVERS_WITHIN, () -> client.get(grid).status() == 200);
        baseline.isReachedAgain();
        Await.until(
                "no connection is left over",
                RECOVERS_WITHIN,
                () -> TheLink.proxy().connections() <= MOST_POOLED);
    }

    private static boolean works(Load load, long since) {
        return load.succeededSince(true, since) && load.succeededSince(false, since);
    }

    private static boolean isOver(long silenced) {
        return System.nanoTime() - silenced > SILENCE.toNanos();
    }
}

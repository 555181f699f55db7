package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Await;
import io.stageline.whole.Seed;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** QUALITY F7, invariant A: connections break after any byte, and every append is whole or not at all. */
class ResetLinkTest {
    private static final int RESETS = 60;
    private static final int FURTHEST = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Random random = Seed.random(ResetLinkTest.class);

    @AfterEach
    void heal() {
        TheLink.proxy().heal();
    }

    @Test
    void connections_that_break_after_any_byte_lose_nothing_and_double_nothing() {
        var proxy = TheLink.proxy();
        var load = new Load(TheLink.newTenant(), 8).start(8, 4);
        for (var i = 0; i < RESETS; i++) {
            var lane = random.nextBoolean() ? proxy.toServer() : proxy.toClient();
            lane.resetAfter(1 + random.nextInt(FURTHEST));
            Await.until("it broke", PATIENCE, lane::hasReset);
        }
        load.stop(PATIENCE);
        assertThat(load.calls()).as("%s", load.ends()).allMatch(call -> call.succeeded() || call.status() == 503);
        Recorded.exactlyWhatWasAcknowledged(TheLink.log(), load);
        TheLink.log().projectionsReachTheHead();
    }
}

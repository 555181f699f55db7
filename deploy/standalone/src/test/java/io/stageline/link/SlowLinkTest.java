package io.stageline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** QUALITY F9, invariant I: the database answers late and slowly; what cannot be done is refused soon, and nothing piles up. */
class SlowLinkTest {
    private static final Duration BAD_WEATHER = Duration.ofSeconds(8);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(12);
    private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(10);
    private static final int CLIENTS = 60;
    private static final int MOST_QUEUED = 100;

    private final Baseline baseline = new Baseline(TheLink::bean);

    @AfterEach
    void heal() {
        TheLink.proxy().heal();
    }

    @Test
    void with_every_packet_late_all_are_served_or_refused_and_nothing_piles_up() {
        var load = underWeather(() -> {
            TheLink.proxy().toServer().delay(200, 0);
            TheLink.proxy().toClient().delay(0, 100);
        });
        assertThat(load.calls())
                .as("still served")
                .filteredOn(call -> call.succeeded())
                .hasSizeGreaterThan(CLIENTS);
    }

    @Test
    void with_ten_kilobytes_a_second_the_rest_is_refused_and_it_recovers_at_once() {
        underWeather(() -> {
            TheLink.proxy().toServer().throttle(10_000);
            TheLink.proxy().toClient().throttle(10_000);
        });
    }

    private Load underWeather(Runnable change) {
        var load = new Load(TheLink.newTenant(), 16);
        change.run();
        var begun = System.nanoTime();
        load.start(CLIENTS, CLIENTS);
        Await.until("bad weather is over", BAD_WEATHER.plusSeconds(2), () -> {
            assertThat(baseline.gauge("stageline.log.queue")).isLessThan(MOST_QUEUED);
            return System.nanoTime() - begun > BAD_WEATHER.toNanos();
        });
        TheLink.proxy().heal();
        var healed = System.nanoTime();
        Await.until(
                "both ways work",
                RECOVERS_WITHIN,
                () -> load.succeededSince(true, healed) && load.succeededSince(false, healed));
        System.out.printf(
                "slow: longest call %s, works again after %d ms, %s%n",
                load.longestCall(), (System.nanoTime() - healed) / 1_000_000, load.ends());
        load.stop(RECOVERS_WITHIN.plus(LONGEST_CALL));
        assertThat(load.calls()).as("%s", load.ends()).allMatch(call -> call.succeeded() || isShed(call));
        assertThat(load.longestCall()).isLessThan(LONGEST_CALL);
        Recorded.exactlyWhatWasAcknowledged(TheLink.log(), load);
        baseline.isReachedAgain();
        return load;
    }

    private static boolean isShed(Load.Call call) {
        return (call.status() == 503 || call.status() == 429)
                && !call.retryAfter().isEmpty();
    }
}

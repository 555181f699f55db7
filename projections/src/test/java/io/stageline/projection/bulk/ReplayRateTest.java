package io.stageline.projection.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayRateTest {
    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5); // as any time of this clock, it may overflow

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 10_000})
    void the_cap_is_kept(int rate) throws InterruptedException {
        var pace = pace(rate);
        var events = rate * 20;
        var began = time.get();
        for (var left = events; left > 0; ) {
            var slice = pace.slice(left);
            assertThat(slice).isPositive();
            pace.permits(slice);
            left -= slice;
        }
        pace.permits(1);
        assertThat(time.get() - began)
                .isBetween(TimeUnit.SECONDS.toNanos(20) - 1_000_000, TimeUnit.SECONDS.toNanos(20) + 1_000_000);
    }

    @Test
    void what_was_not_used_is_not_made_up_for() throws InterruptedException {
        var pace = pace(1_000);
        time.addAndGet(TimeUnit.HOURS.toNanos(1));
        var began = time.get();
        for (var n = 0; n < 11; n++) pace.permits(100);
        assertThat(time.get() - began).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void without_a_cap_nobody_waits() throws InterruptedException {
        var pace = pace(0);
        var began = time.get();
        pace.permits(pace.slice(1_000_000));
        assertThat(pace.slice(1_000_000)).isEqualTo(1_000_000);
        assertThat(time.get()).isEqualTo(began);
    }

    private Pace pace(int rate) {
        return new Pace(rate, time::get, time::addAndGet);
    }
}

package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RatesTest {
    private final Rates rates = new Rates();
    private final EndpointKey endpoint = new EndpointKey(UUID.randomUUID(), UUID.randomUUID());

    @Test
    void a_rate_does_not_go_by_the_time_of_day_which_may_be_put_back() {
        assertThat(Rates.full(1).getTimeMeter().isWallClockBased()).isFalse();
    }

    @Test
    void what_was_not_used_may_be_sent_later_and_another_limit_begins_anew() {
        assertThat(rates.admitted(endpoint, 1, 5)).isOne();
        rates.notUsed(endpoint, 1, 1);
        assertThat(rates.admitted(endpoint, 1, 5)).isOne();
        assertThat(rates.admitted(endpoint, 3, 5)).isEqualTo(3);
        assertThat(rates.admitted(endpoint, null, 5)).isEqualTo(5);
    }
}

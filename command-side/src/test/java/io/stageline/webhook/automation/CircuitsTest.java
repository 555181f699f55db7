package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.test.Hands;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CircuitsTest {
    private static final EndpointKey ENDPOINT = new EndpointKey(UUID.randomUUID(), UUID.randomUUID());
    private static final EndpointKey OTHER = new EndpointKey(ENDPOINT.tenant(), UUID.randomUUID());

    private final Hands clock = new Hands();
    private final Circuits circuits = new Circuits(clock);

    @Test
    void after_five_failures_in_a_row_a_receiver_is_left_alone_and_the_others_are_not() {
        fail(4);
        assertThat(circuits.admitted(ENDPOINT, 8)).isEqualTo(8);
        circuits.notUsed(ENDPOINT, 8);
        fail(1);
        assertThat(circuits.admitted(ENDPOINT, 8)).isZero();
        assertThat(circuits.admitted(OTHER, 8)).isEqualTo(8);
        assertThat(circuits.open()).isEqualTo(1);
    }

    @Test
    void one_success_among_the_failures_keeps_it_open_to_messages() {
        fail(3);
        circuits.heard(ENDPOINT, true, Duration.ZERO);
        fail(1);
        assertThat(circuits.admitted(ENDPOINT, 1)).isEqualTo(1);
    }

    @Test
    void after_30_seconds_one_message_finds_out_how_the_receiver_is() {
        fail(5);
        clock.move(Duration.ofSeconds(31));
        assertThat(circuits.admitted(ENDPOINT, 8)).isEqualTo(1);
        assertThat(circuits.admitted(ENDPOINT, 8)).isZero();
        circuits.heard(ENDPOINT, false, Duration.ZERO);
        assertThat(circuits.admitted(ENDPOINT, 8)).isZero();
        clock.move(Duration.ofSeconds(31));
        assertThat(circuits.admitted(ENDPOINT, 8)).isEqualTo(1);
        circuits.heard(ENDPOINT, true, Duration.ZERO);
        assertThat(circuits.admitted(ENDPOINT, 8)).isEqualTo(8);
    }

    @Test
    void a_probe_that_found_nothing_to_send_is_given_back() {
        fail(5);
        clock.move(Duration.ofSeconds(31));
        assertThat(circuits.admitted(ENDPOINT, 8)).isEqualTo(1);
        circuits.notUsed(ENDPOINT, 1);
        assertThat(circuits.admitted(ENDPOINT, 8)).isEqualTo(1);
    }

    @Test
    void a_receiver_that_asks_for_time_gets_it_for_all_its_messages() {
        circuits.heard(ENDPOINT, false, Duration.ofSeconds(20));
        assertThat(circuits.admitted(ENDPOINT, 1)).isZero();
        clock.move(Duration.ofSeconds(20));
        assertThat(circuits.admitted(ENDPOINT, 1)).isEqualTo(1);
    }

    @Test
    void who_changes_or_resumes_an_endpoint_begins_anew() {
        fail(5);
        circuits.forget(ENDPOINT);
        assertThat(circuits.admitted(ENDPOINT, 8)).isEqualTo(8);
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) circuits.heard(ENDPOINT, false, Duration.ZERO);
    }
}

package io.stageline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestRateTest {
    private final UUID key = UUID.randomUUID();

    @Test
    void a_key_may_send_its_requests_of_a_second_at_once() {
        var rate = new RequestRate(10);
        assertThat(admitted(rate, 25)).isBetween(10L, 24L);
        assertThat(admitted(new RequestRate(1), 25)).isOne();
    }

    @Test
    void keys_do_not_share() {
        var rate = new RequestRate(1);
        assertThat(rate.admits(key)).isTrue();
        assertThat(rate.admits(key)).isFalse();
        assertThat(rate.admits(UUID.randomUUID())).isTrue();
    }

    @Test
    void a_rate_does_not_go_by_the_time_of_day_which_may_be_put_back() {
        assertThat(new RequestRate(1).full().getTimeMeter().isWallClockBased()).isFalse();
    }

    @Test
    void nothing_set_is_no_limit() {
        var rate = new RequestRate(0);
        assertThat(IntStream.range(0, 10_000).filter(n -> rate.admits(key))).hasSize(10_000);
        assertThatThrownBy(() -> new RequestRate(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void who_sends_too_often_is_told_when_to_come_back_and_others_go_on() throws Exception {
        try (var server = new TinyServer(3)) {
            var eager = server.key("read");
            var calm = server.key("read");
            var answer = server.send(server.request("/v1/things", eager));
            assertThat(answer.statusCode()).isEqualTo(200);
            for (var more = 0; more < 100 && answer.statusCode() == 200; more++)
                answer = server.send(server.request("/v1/things", eager));
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.body()).contains("\"code\":\"too-many-requests\"");
            assertThat(server.send(server.request("/v1/things", calm)).statusCode())
                    .isEqualTo(200);
        }
    }

    private long admitted(RequestRate rate, int requests) {
        return IntStream.range(0, requests).filter(n -> rate.admits(key)).count();
    }
}

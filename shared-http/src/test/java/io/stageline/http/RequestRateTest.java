package io.stageline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRateTest {
    private static final long MILLISECOND = 1_000_000;
    private final UUID key = UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5, Long.MIN_VALUE + 5})
    void a_key_may_send_its_requests_of_a_second_at_once_and_then_evenly(long begin) {
        var rate = new RequestRate(10);
        assertThat(admitted(rate, 25, begin)).isEqualTo(10);
        assertThat(admitted(rate, 5, begin + 99 * MILLISECOND)).isZero();
        assertThat(admitted(rate, 5, begin + 100 * MILLISECOND)).isOne();
        assertThat(admitted(rate, 25, begin + 2_000 * MILLISECOND)).isEqualTo(10);
    }

    @Test
    void keys_do_not_share() {
        var rate = new RequestRate(1);
        assertThat(rate.admits(key, 0)).isTrue();
        assertThat(rate.admits(key, 1)).isFalse();
        assertThat(rate.admits(UUID.randomUUID(), 2)).isTrue();
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

    private long admitted(RequestRate rate, int requests, long now) {
        return IntStream.range(0, requests).filter(n -> rate.admits(key, now)).count();
    }
}

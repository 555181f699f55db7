package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests of a receiver, which may be somebody else's: a few a minute, and a repetition is none. */
class TestedEndpointTest {
    private static final int A_MINUTE = 5;
    private static final String[] KEY = {"Idempotency-Key", "\"test\""};

    private final Client client = TheServer.newTenant();
    private final String endpoint = endpoint();

    @Test
    void an_endpoint_is_tested_a_few_times_a_minute_whatever_was_asked_of_others() {
        testAll(A_MINUTE);
        var refused = test(endpoint);
        assertThat(refused.status()).as(refused.text()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.at("/code")).isEqualTo("too-many-requests");
        assertThat(refused.number("/retryAfter")).isBetween(1L, 60L);
        assertThat(refused.header("Retry-After")).isEqualTo(refused.at("/retryAfter"));
        assertThat(test(endpoint()).status()).isEqualTo(200);
        var queued = client.get(endpoint + "/messages?minPosition=" + last());
        assertThat(queued.number("/lastSequence")).isEqualTo(A_MINUTE);
    }

    @Test
    void a_key_gets_its_first_answer_however_often_it_was_tested_since() {
        var first = test(endpoint, KEY);
        testAll(A_MINUTE - 1);
        assertThat(test(endpoint).status()).isEqualTo(429);
        var again = test(endpoint, KEY);
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(test(endpoint(), KEY).at("/code")).isEqualTo("idempotency-key-reused");
    }

    @Test
    void a_key_that_came_too_early_is_not_used_up() {
        testAll(A_MINUTE);
        for (var time = 0; time < 2; time++) {
            var refused = test(endpoint, KEY);
            assertThat(refused.status()).as(refused.text()).isEqualTo(429);
            assertThat(refused.header("Idempotency-Replayed")).isEmpty();
        }
        assertThat(test(endpoint(), KEY).status()).isEqualTo(200);
    }

    private void testAll(int times) {
        assertThat(IntStream.range(0, times).map(n -> test(endpoint).status())).containsOnly(200);
    }

    private Answer test(String endpoint, String... headers) {
        return client.send("POST", endpoint + "/test", null, headers);
    }

    private String endpoint() {
        var made = client.post(
                "/v1/webhook-endpoints",
                "{\"name\":\"Ledger\",\"url\":\"http://127.0.0.1:9/hook\",\"eventTypes\":[\"webhook_endpoint.test\"]}");
        return "/v1/webhook-endpoints/" + made.at("/endpointId");
    }

    private long last() {
        return client.post("/v1/contacts", "{\"name\":\"Last\"}").number("/position");
    }
}

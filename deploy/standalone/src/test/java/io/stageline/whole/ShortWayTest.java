package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plain request takes the short way; nobody can tell from the answer which way a request went. */
class ShortWayTest {
    private static final String GOOD =
            "{\"stage\":\"CONTACT\",\"occurredAt\":\"2026-03-01T10:00:00Z\",\"note\":\"hello\"}";
    private static final String[] SHORT = {"Accept", "application/json"};
    private static final String[] LONG = {"Accept", "application/json;q=0.9"};

    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Two ways");
    private final String entry = client.entry(journal, client.contact("Ada Lovelace"));

    /** What is sent to a stage's address: the body, and headers as name, value, name, value … */
    record Sent(String body, String... headers) {}

    static Stream<Sent> requests() {
        return Stream.of(
                new Sent(GOOD),
                new Sent("{\"stage\":\"CONTACT\"}", "If-Match", "\"1\""),
                new Sent(GOOD, "If-Match", "\"77\""),
                new Sent(GOOD, "If-Match", "W/\"1\""),
                new Sent(GOOD, "If-Match", "*"),
                new Sent(GOOD, "If-Match", "\"0\""),
                new Sent(GOOD, "If-Match", "\"5\", W/\"7\", \"1\""),
                new Sent(GOOD, "If-Match", "1"),
                new Sent(GOOD, "If-Match", "\"1\"", "If-Match", "\"1\""),
                new Sent(GOOD, "Idempotency-Key", "\"\""),
                new Sent(GOOD, "Idempotency-Key", "a b"),
                new Sent(GOOD, "X-Correlation-Id", "01990000-0000-7000-8000-000000000001"),
                new Sent("{\"stage\":\"NOWHERE\"}"),
                new Sent("{\"stage\":\"\"}"),
                new Sent("{}"),
                new Sent("null"),
                new Sent("[]"),
                new Sent("{\"stage\":1}"),
                new Sent("{\"stage\":\"CONTACT\",\"stage\":\"MEET\"}"),
                new Sent("{\"stage\":\"CONTACT\",\"tenant\":\"x\"}"),
                new Sent("{\"stage\":\"CONTACT\",\"occurredAt\":\"yesterday\"}"),
                new Sent("{\"stage\":\"CONTACT\",\"note\":\"" + "n".repeat(10_001) + "\"}"),
                new Sent("{\"stage\":"),
                new Sent("\u0000"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void both_ways_answer_alike(Sent sent) {
        var shortWay = client.post(entry + "/stages", sent.body, with(SHORT, sent.headers));
        var other = client.entry(journal, client.contact("Ada Lovelace"));
        var longWay = client.post(other + "/stages", sent.body, with(LONG, sent.headers));
        assertThat(seen(shortWay)).isEqualTo(seen(longWay));
        assertThat(shortWay.status()).isNotEqualTo(500);
    }

    @Test
    void a_plain_request_takes_the_short_way_and_an_unusual_one_does_not() {
        var before = taken();
        client.post(entry + "/stages", GOOD, SHORT);
        assertThat(taken()).isEqualTo(before + 1);
        client.post(entry + "/stages", GOOD, LONG);
        client.post(entry + "/stages?x=1", GOOD, SHORT);
        client.post(entry + "/stages", GOOD, "Content-Type", "application/json;charset=utf-8");
        new Client(TheServer.url(), "sl_" + "0".repeat(32) + "_" + "A".repeat(43)).post(entry + "/stages", GOOD, SHORT);
        assertThat(taken()).isEqualTo(before + 1);
    }

    @Test
    void a_key_is_remembered_over_both_ways() {
        var key = new String[] {"Idempotency-Key", "\"" + UUID.randomUUID() + "\""};
        var first = client.post(entry + "/stages", GOOD, with(SHORT, key));
        var again = client.post(entry + "/stages", GOOD, with(LONG, key));
        var third = client.post(entry + "/stages", GOOD, with(SHORT, key));
        assertThat(again.text()).isEqualTo(first.text()).isEqualTo(third.text());
        assertThat(again.header("Idempotency-Replayed"))
                .isEqualTo(third.header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(client.post(entry + "/stages", "{\"stage\":\"MEET\"}", with(SHORT, key))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void a_remembered_refusal_is_the_same_over_both_ways() {
        var key = new String[] {"Idempotency-Key", "\"" + UUID.randomUUID() + "\""};
        var nowhere = "{\"stage\":\"NOWHERE\"}";
        var first = client.post(entry + "/stages", nowhere, with(SHORT, key));
        var again = client.post(entry + "/stages", nowhere, with(LONG, key));
        var third = client.post(entry + "/stages", nowhere, with(SHORT, key));
        assertThat(first.status()).isEqualTo(422);
        assertThat(seen(again)).isEqualTo(seen(third)).containsKey("idempotency-replayed");
        assertThat(third.text()).isEqualTo(first.text());
    }

    @Test
    void a_conflict_is_the_same_over_both_ways() {
        client.post(entry + "/stages", "{\"stage\":\"MEET\",\"occurredAt\":\"2026-03-01T10:00:00Z\"}");
        var late = "{\"stage\":\"MEET\",\"occurredAt\":\"2026-03-02T10:00:00Z\"}";
        var shortWay = client.post(entry + "/stages", late, with(SHORT, "If-Match", "\"1\""));
        assertThat(shortWay.status()).isEqualTo(412);
        assertThat(shortWay.json().at("/fields").propertyNames()).containsExactly("cells.MEET", "currentStage");
        assertThat(seen(client.post(entry + "/stages", late, with(LONG, "If-Match", "\"1\""))))
                .isEqualTo(seen(shortWay));
    }

    @Test
    void an_entry_of_another_tenant_is_one_that_does_not_exist() {
        var stranger = TheServer.newTenant();
        assertThat(seen(stranger.post(entry + "/stages", GOOD, SHORT)))
                .isEqualTo(seen(stranger.post(entry + "/stages", GOOD, LONG)));
        assertThat(stranger.post(entry + "/stages", GOOD, SHORT).status()).isEqualTo(404);
    }

    private static double taken() {
        return TheServer.bean(MeterRegistry.class)
                .counter("stageline.http.short.way")
                .count();
    }

    private static String[] with(String[] way, String... headers) {
        return Stream.concat(Stream.of(way), Stream.of(headers)).toArray(String[]::new);
    }

    /** Everything that is seen of an answer, but for ids and numbers that belong to one entry or moment. */
    private static Map<String, String> seen(Answer answer) {
        var seen = new TreeMap<String, String>();
        answer.headers().map().forEach((name, values) -> seen.put(name, anonymous(String.valueOf(values))));
        seen.put("status", Integer.toString(answer.status()));
        seen.put("body", anonymous(answer.text()));
        seen.remove("content-length");
        return seen;
    }

    private static String anonymous(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
                .replaceAll("\"(at|lastActivityAt)\":\"[^\"]*\"", "AT")
                .replaceAll("(\"position\":|\\[)\\d+", "N");
    }
}

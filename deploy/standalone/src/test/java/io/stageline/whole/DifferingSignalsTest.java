package io.stageline.whole;

import static io.stageline.whole.SentSignals.array;
import static io.stageline.whole.SentSignals.differing;
import static io.stageline.whole.SentSignals.positions;
import static io.stageline.whole.SentSignals.signal;
import static io.stageline.whole.SentSignals.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A duplicate whose content is not that of the first is told and counted, and changes nothing. */
class DifferingSignalsTest {
    private static final String ORDER = """
            {"id":"1","source":"shop","type":"order","occurredAt":"2026-03-01T09:30:00Z","subject":"ada","value":-0.0,
             "data":{"a":1.50,"b":[1e5,null]}}""";

    private final Client client = TheServer.newTenant();

    private Answer send(String... items) {
        return client.post("/v1/signals", array(items));
    }

    @Test
    void a_duplicate_with_other_content_is_told_from_an_equal_one() {
        var position = positions(send(ORDER)).get(0);
        var inOtherWords = ORDER.replace("09:30:00Z", "10:30:00+01:00")
                .replace("\"a\":1.50,\"b\":[1e5,null]", "\"b\":[1e5,null],\"a\":1.50");
        assertThat(differing(send(ORDER, inOtherWords))).containsExactly(false, false);
        var others = send(
                ORDER.replace("order", "offer"),
                ORDER.replace("09:30", "09:31"),
                ORDER.replace("ada", "eve"),
                ORDER.replace("-0.0", "1"),
                ORDER.replace("1.50", "1.51"),
                ORDER.replace("null", "0"),
                ORDER);
        assertThat(statuses(others)).containsOnly("duplicate");
        assertThat(positions(others)).containsOnly(position);
        assertThat(differing(others)).containsExactly(true, true, true, true, true, true, false);
    }

    @Test
    void a_duplicate_that_differs_within_its_body_or_about_a_contact_is_told_and_counted() {
        var counter = TheServer.bean(MeterRegistry.class).counter("stageline.signals.differing");
        var before = counter.count();
        var about = ORDER.replace("ada", client.contact("Ada"));
        var answer = send(about, about.replace("1.50", "2"), about);
        assertThat(statuses(answer)).containsExactly("accepted", "duplicate", "duplicate");
        assertThat(differing(answer)).containsExactly(false, true, false);
        assertThat(counter.count()).isEqualTo(before + 1);
    }

    @Test
    void a_duplicate_of_what_cannot_be_read_any_more_harms_no_neighbour() {
        var shop = UUID.randomUUID().toString();
        var order = ORDER.replace("shop", shop);
        send(order, signal("2"));
        TheServer.administrator().database().update("""
                UPDATE stageline.event SET payload = payload || '{"value": 3}'
                 WHERE type = 'signal.received/1' AND payload ->> 'source' = ?""", shop);
        var answer = send(order, signal("2").replace("09:30", "09:31"), signal("3"));
        assertThat(statuses(answer)).containsExactly("duplicate", "duplicate", "accepted");
        assertThat(differing(answer)).containsExactly(false, true, false);
    }
}

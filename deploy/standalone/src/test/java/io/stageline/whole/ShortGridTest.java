package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plain page of the grid takes the short way; nobody can tell from the answer which way it went. */
class ShortGridTest {
    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Two ways");
    private final String grid = "/v1/journals/" + journal + "/grid";

    @BeforeEach
    void fill() {
        for (var name : new String[] {"Ada Lovelace", "Grace Hopper", "Żofia Kędzierska"})
            client.entry(journal, client.contact(name));
        seenByAll();
    }

    private void seenByAll() {
        var last = client.post("/v1/contacts", "{\"name\":\"Last\"}");
        client.get(grid + "?minPosition=" + last.number("/position"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?limit=2",
                "?limit=0",
                "?limit=501",
                "?limit=2&limit=3",
                "?limit=99999999999",
                "?limit=0x10",
                "?limit=",
                "?limit",
                "?sort=-activity&limit=1",
                "?sort=",
                "?sort=height",
                "?show=MEET,ASK",
                "?show=NOWHERE",
                "?show=MEET%2CASK",
                "?cursor=",
                "?cursor=forged",
                "?minPosition=1",
                "?minPosition=-1",
                "?minPosition=999999999999999999",
                "?stage=MEET",
                "?unknown=1",
                "?atPosition=1",
                "?q=a%00b"
            })
    void both_ways_answer_alike(String query) {
        var shortWay = client.get(grid + query);
        var longWay = client.send("GET", grid + query, null, "Origin", TheServer.url());
        assertThat(seen(shortWay)).isEqualTo(seen(longWay));
        assertThat(shortWay.status()).isNotEqualTo(500);
    }

    @Test
    void an_answer_that_is_held_is_not_sent_again_on_either_way() {
        var tag = client.get(grid).header("ETag");
        var shortWay = client.send("GET", grid, null, "If-None-Match", tag);
        var longWay = client.send("GET", grid, null, "If-None-Match", tag, "Origin", TheServer.url());
        assertThat(shortWay.status()).isEqualTo(304);
        assertThat(seen(shortWay)).isEqualTo(seen(longWay));
    }

    @Test
    void a_plain_question_takes_the_short_way_and_an_unusual_one_does_not() {
        var before = taken();
        client.get(grid + "?limit=2");
        assertThat(taken()).isEqualTo(before + 1);
        client.get(grid + "?q=Ada");
        client.get(grid + "?limit=0");
        client.send("GET", grid, null, "Content-Type", "application/json");
        client.get(grid + "/");
        assertThat(taken()).isEqualTo(before + 1);
    }

    @Test
    void a_journal_of_another_tenant_is_one_that_does_not_exist() {
        var stranger = TheServer.newTenant();
        assertThat(client.get(grid).status()).isEqualTo(200);
        var shortWay = stranger.get(grid);
        assertThat(shortWay.status()).isEqualTo(404);
        assertThat(seen(shortWay)).isEqualTo(seen(stranger.send("GET", grid, null, "Origin", TheServer.url())));
    }

    @Test
    void a_remembered_page_is_forgotten_with_the_first_change() {
        var before = client.get(grid);
        assertThat(client.get(grid).text()).isEqualTo(before.text());
        var added = client.entry(journal, client.contact("New Name"));
        var stage = client.post(added + "/stages", "{\"stage\":\"MEET\"}");
        var after = client.get(grid + "?minPosition=" + stage.number("/position"));
        assertThat(after.number("/total")).isEqualTo(before.number("/total") + 1);
        assertThat(client.get(grid).text()).isEqualTo(after.text());
    }

    private static double taken() {
        return TheServer.bean(MeterRegistry.class)
                .counter("stageline.http.short.way")
                .count();
    }

    /** Everything that is seen of an answer, but for the id of the request and how far the log is shown. */
    private static Map<String, String> seen(Answer answer) {
        var seen = new TreeMap<String, String>();
        answer.headers().map().forEach((name, values) -> seen.put(name, String.valueOf(values)));
        Stream.of("x-correlation-id", "stageline-position", "vary").forEach(seen::remove);
        seen.put("status", Integer.toString(answer.status()));
        seen.put("body", answer.text());
        return seen;
    }
}

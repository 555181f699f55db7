package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.journal.events.Staleness;
import io.stageline.query.HistoryRows;
import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the clock tells in grid, row and report, on a server in Berlin, where it is put forward and back. */
class ClockTest {
    private static final TimeZone ELSEWHERE = TimeZone.getDefault();
    private static final Duration INSTANT = Duration.ofNanos(1_000);

    /** Three days after the clocks were put forward, and three days after they were put back. */
    private static final List<Instant> CLOCKS =
            List.of(Instant.parse("2026-04-01T12:00:00Z"), Instant.parse("2026-10-28T12:00:00Z"));

    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static int contacts;

    private UUID journal;

    @BeforeAll
    static void start() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        server = new ReadServer();
        tenant = server.tenant();
    }

    @AfterAll
    static void stop() {
        server.close();
        TimeZone.setDefault(ELSEWHERE);
    }

    @BeforeEach
    void begin() {
        journal = new Rows(server, tenant.id).journal("donors");
        server.itIs(ReadServer.NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "6,  fresh, fresh",
        "7,  fresh, aging",
        "29, aging, aging",
        "30, aging, stale",
        "89, stale, stale",
        "90, stale, very_stale"
    })
    void a_day_is_24_hours_long_also_when_the_clocks_were_changed(int days, Staleness almost, Staleness full) {
        server.admin.update(
                "UPDATE live.journal SET rot_days = format('{\"MEET\":%s}', ?)::jsonb WHERE journal_id = ?",
                days, journal);
        for (var now : CLOCKS) {
            server.itIs(now);
            var younger = met(now.minus(Duration.ofDays(days)).plus(INSTANT));
            isShown(younger, days - 1, almost, false);
            var older = met(now.minus(Duration.ofDays(days)));
            isShown(older, days, full, true);
            assertThat(funnel("MEET").get("rotten").asInt()).isOne();
            assertThat(funnel("MEET").get("stale").asInt()).isEqualTo(full == Staleness.very_stale ? 1 : 0);
            server.admin.update("DELETE FROM live.grid_row WHERE journal_id = ?", journal);
        }
    }

    private UUID met(Instant at) {
        var contact = Rows.contact(++contacts);
        story(contact).stage("MEET", at);
        return contact;
    }

    private void isShown(UUID contact, int days, Staleness level, boolean rotten) {
        var row = row(contact);
        assertThat(row.get("daysSinceActivity").asInt()).isEqualTo(days);
        assertThat(row.get("staleness").asString()).isEqualTo(level.name());
        assertThat(row.get("rotten").asBoolean()).isEqualTo(rotten);
        assertThat(row.at("/cells/MEET/daysAgo").asInt()).isEqualTo(days);
        assertThat(row.at("/cells/MEET/daysInStage").asInt()).isEqualTo(days);
        assertThat(row.at("/cells/MEET/staleness").asString()).isEqualTo(level.name());
        for (var other : Staleness.values())
            assertThat(rows("staleness=" + other).contains(row))
                    .as(other.name())
                    .isEqualTo(other == level);
        assertThat(rows("rotten=" + rotten)).contains(row);
        assertThat(rows("rotten=" + !rotten)).doesNotContain(row);
    }

    @Test
    void an_event_that_comes_late_is_as_old_as_it_is_and_makes_nothing_else_older_or_fresher() {
        var contact = Rows.contact(++contacts);
        var story = story(contact);
        story.stage("MEET", daysAgo(5));
        story.stage("CONTACT", daysAgo(95));
        story.stage("MEET", daysAgo(40));
        var row = row(contact);
        assertThat(row.get("currentStage").asString()).isEqualTo("MEET");
        assertThat(row.get("daysSinceActivity").asInt()).isEqualTo(5);
        assertThat(ages(row)).isEqualTo("5 fresh, CONTACT 95 very_stale x1, MEET 5 fresh x2");
        assertThat(funnel("CONTACT").get("stale").asInt()).isOne();
        assertThat(funnel("MEET").get("stale").asInt()).isZero();
        assertThat(funnel("MEET").get("completions").asInt()).isEqualTo(2);
        assertThat(rows("staleness=fresh")).contains(row);
    }

    @Test
    void in_whatever_order_events_come_they_are_equally_old() {
        var days = new ArrayList<>(List.of(90, 89, 30, 29, 7, 6));
        var random = new Random(1);
        var told = new HashSet<String>();
        for (var i = 0; i < 12; i++) {
            Collections.shuffle(days, random);
            var contact = Rows.contact(++contacts);
            var story = story(contact);
            for (var ago : days) story.stage(ago > 80 ? "CONTACT" : ago > 20 ? "MEET" : "ASK", daysAgo(ago));
            told.add(ages(row(contact)));
        }
        assertThat(told).containsExactly("6 fresh, CONTACT 89 stale x2, MEET 29 aging x2, ASK 6 fresh x2");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-30T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "2026-10-26T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z"
    })
    void the_day_on_which_the_clocks_are_changed_is_a_bucket_of_23_or_25_hours(Instant now, Instant from, Instant to) {
        server.itIs(now);
        var story = story(Rows.contact(++contacts));
        story.stage("CONTACT", from.minus(INSTANT));
        story.stage("MEET", from);
        story.stage("MEET", to.minus(INSTANT));
        story.stage("ASK", to);
        var buckets = tenant.read("/v1/journals/" + journal + "/report?buckets=day&last=3&zone=Europe/Berlin")
                .get("buckets");
        assertThat(buckets.valueStream().map(bucket -> bucket.get("stages").toString()))
                .containsExactly("{\"CONTACT\":1}", "{\"MEET\":2}", "{\"ASK\":1}");
    }

    /** How old the row and each of its cells is. */
    private static String ages(JsonNode row) {
        var ages = new StringBuilder(row.get("daysSinceActivity").asInt() + " "
                + row.get("staleness").asString());
        row.get("cells").forEachEntry((stage, cell) -> {
            if (cell.get("completed").asBoolean())
                ages.append(", %s %d %s x%d"
                        .formatted(
                                stage,
                                cell.get("daysAgo").asInt(),
                                cell.get("staleness").asString(),
                                cell.get("count").asInt()));
        });
        return ages.toString();
    }

    private HistoryRows story(UUID contact) {
        return new HistoryRows(server, tenant.id, journal, contact, contacts * 1_000L);
    }

    private static Instant daysAgo(int days) {
        return ReadServer.NOW.minus(Duration.ofDays(days));
    }

    private JsonNode row(UUID contact) {
        return tenant.read("/v1/journals/" + journal + "/entries/" + contact);
    }

    private List<JsonNode> rows(String filter) {
        return tenant.read("/v1/journals/" + journal + "/grid?limit=500&" + filter)
                .get("rows")
                .valueStream()
                .toList();
    }

    private JsonNode funnel(String stage) {
        return tenant.read("/v1/journals/" + journal + "/report")
                .get("funnel")
                .valueStream()
                .filter(counted -> counted.get("stage").asString().equals(stage))
                .findFirst()
                .orElseThrow();
    }
}

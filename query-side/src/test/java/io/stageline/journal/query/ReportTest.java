package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.HistoryRows;
import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ReportTest {
    private static final int ENTRIES = 60;
    private static final int MANY = 100_000;

    /** About a second of work, and room for a machine that does other things. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final LocalDate DAY = LocalDate.parse("2026-02-01");
    private static final String MANY_ROWS = """
            INSERT INTO live.grid_row (tenant_id, journal_id, contact_id, present, current_stage, current_since,
                   last_activity_at, path, moves, skips, decision_status, decision_change, version)
            SELECT ?, ?, gen_random_uuid(), true, 'ASK', at, at,
                   'ASK' || E'\\x1f' || m || ',' || m || ',6,1,0' || E'\\x1eCONTACT\\x1f' || m || ',2,3,86400,86400,0'
                   || E'\\x1eMEET\\x1f' || m || ',2,5,86400,86400,0' || E'\\x1eASK\\x1f' || m || ',2,7,86400,86400,0',
                   6, 1, 'PLEDGED', 'new', 8
              FROM generate_series(1, ?) AS n,
                   LATERAL (SELECT ?::timestamptz - n * interval '1 minute' AS at) AS t,
                   LATERAL (SELECT (extract(epoch FROM at) * 1000000)::bigint AS m) AS micros""";

    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static Rows rows;
    private static UUID donors;
    private static int contacts = 1_000;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        rows = new Rows(server, tenant.id).contacts(ENTRIES);
        donors = rows.journal("donors");
        rows.entries(donors, ENTRIES);
        server.standsAt(10_000_000);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_report_at_a_position_counts_what_the_grid_at_it_shows() {
        var last = rows.position();
        for (var position = last - 4 * ENTRIES; position <= last; position += 7)
            mustCountWhatTheGridShows("atPosition=" + position);
        mustCountWhatTheGridShows("asOf=" + ReadServer.NOW);
        mustCountWhatTheGridShows("");
    }

    private static void mustCountWhatTheGridShows(String when) {
        var path = "/v1/journals/" + donors;
        var report = tenant.read(path + "/report?" + when);
        var shown = items(tenant.read(path + "/grid?limit=500&" + when).get("rows"));
        assertThat(report.get("entries").asInt()).as(when).isEqualTo(shown.size());
        for (var stage : report.get("funnel")) {
            var name = stage.get("stage").asString();
            var cells = shown.stream()
                    .map(row -> row.get("cells").get(name))
                    .filter(cell -> cell.get("completed").asBoolean())
                    .toList();
            assertThat(numbers(stage, "current", "rotten", "reached", "completions", "stale", "fresh"))
                    .as(when + " " + name)
                    .containsExactly(
                            count(
                                    shown,
                                    row -> row.get("currentStage").asString("").equals(name)),
                            count(
                                    shown,
                                    row -> row.get("currentStage").asString("").equals(name)
                                            && row.get("rotten").asBoolean()),
                            (long) cells.size(),
                            cells.stream()
                                    .mapToLong(cell -> cell.get("count").asLong())
                                    .sum(),
                            count(
                                    cells,
                                    cell -> cell.get("staleness").asString().equals("very_stale")),
                            count(
                                    cells,
                                    cell -> !cell.get("staleness").asString().equals("very_stale")));
        }
        for (var decision : report.get("decisions"))
            assertThat(decision.get("count").asLong()).isEqualTo(count(shown, row -> row.at("/decision/status")
                    .asString("")
                    .equals(decision.get("status").asString())));
        for (var change : report.get("changes"))
            assertThat(change.get("count").asLong()).isEqualTo(count(shown, row -> row.at("/decision/change")
                    .asString("")
                    .equals(change.get("change").asString())));
        assertThat(report.get("withoutDecision").asLong())
                .isEqualTo(count(shown, row -> row.get("decision").isNull()));
    }

    @Test
    void a_funnel_tells_who_came_further_how_long_it_took_and_who_is_rotten() {
        var journal = rows.journal("funnel");
        server.admin.update("UPDATE live.journal SET rot_days = '{\"CONTACT\": 10}' WHERE journal_id = ?", journal);
        var further = story(journal);
        further.stage("CONTACT", daysAgo(40));
        further.stage("MEET", daysAgo(20));
        story(journal).stage("CONTACT", daysAgo(100));
        var back = story(journal);
        back.stage("ASK", daysAgo(30));
        back.stage("CONTACT", daysAgo(10), -2, null);
        story(journal).stage("DECISION", daysAgo(5));
        story(journal).stage("CONTACT", daysAgo(9));

        var funnel = tenant.read("/v1/journals/" + journal + "/report").get("funnel");

        assertThat(funnel.get(0).toString())
                .isEqualTo("{\"stage\":\"CONTACT\",\"current\":3,\"rotten\":2,\"reached\":4,\"completions\":4,"
                        + "\"stale\":1,\"fresh\":3,\"conversion\":0.5,\"averageDays\":34.75,\"averageDaysNow\":39.67}");
        assertThat(funnel.get(1).toString())
                .contains("\"conversion\":0.0,\"averageDays\":20.0,\"averageDaysNow\":20.0");
        assertThat(funnel.get(2).toString()).contains("\"averageDays\":20.0,\"averageDaysNow\":null");
    }

    @Test
    void what_is_pledged_adds_up_per_month_and_currency_by_the_decision_in_force() {
        var journal = rows.journal("pledges");
        story(journal).decision("PLEDGED", "600.00", "YEARLY", DAY, "a");
        var raised = story(journal);
        raised.decision("PLEDGED", "5.00", "MONTHLY", DAY, "b");
        raised.decision("PLEDGED", "7.50", "MONTHLY", DAY, "c");
        story(journal).decision("PLEDGED", "1000.00", "ONE_TIME", DAY, "d");
        var lost = story(journal);
        lost.decision("PLEDGED", "99.00", "MONTHLY", DAY, "e");
        lost.decision("DECLINED", null, "ONE_TIME", DAY, "f");

        var report = tenant.read("/v1/journals/" + journal + "/report");

        assertThat(report.get("pledgedPerMonth").toString()).isEqualTo("[{\"currency\":\"EUR\",\"amount\":\"57.50\"}]");
        assertThat(items(report.get("changes")))
                .extracting(change -> change.get("change").asString() + " "
                        + change.get("count").asString())
                .containsExactly(
                        "new 2", "upgrade 1", "downgrade 0", "pause 0", "resume 0", "lapse 0", "cancel 1", "neutral 0");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, unknown", "9, 0, too-rigid", "9, 1, healthy", "7, 3, healthy", "6, 4, too-loose"})
    void the_skip_rate_is_told_with_what_it_says_of_the_stages(int usual, int skipped, String health) {
        var journal = rows.journal("skips");
        var story = story(journal);
        for (var n = 0; n < usual + skipped; n++) story.stage("MEET", daysAgo(50 - n), n < skipped ? 1 : 0, null);
        var report = tenant.read("/v1/journals/" + journal + "/report");
        assertThat(report.get("skipRateHealth").asString()).isEqualTo(health);
        assertThat(report.get("skips").asInt()).isEqualTo(skipped);
        if (usual == 0) assertThat(report.get("skipRate").isNull()).isTrue();
        else assertThat(report.get("skipRate").decimalValue()).isEqualByComparingTo(BigDecimal.valueOf(skipped, 1));
    }

    @Test
    void buckets_are_the_last_days_as_they_run_in_the_time_zone_empty_ones_included() {
        var journal = rows.journal("days");
        var story = story(journal);
        story.stage("MEET", Instant.parse("2026-02-27T23:30:00Z"));
        story.stage("MEET", Instant.parse("2026-02-26T23:00:00Z"));
        story.withdrawn(story.stage("MEET", Instant.parse("2026-02-27T22:59:00Z")), "mistake");
        story.decision("PLEDGED", "5.00", "MONTHLY", LocalDate.parse("2026-03-01"), "a");
        story.stage("ASK", Instant.parse("2026-02-25T22:59:59Z"));

        assertThat(buckets(journal, "buckets=day&last=4&zone=Europe/Berlin"))
                .containsExactly(
                        "{\"from\":\"2026-02-26\",\"to\":\"2026-02-27\",\"stages\":{},\"decisions\":{}}",
                        "{\"from\":\"2026-02-27\",\"to\":\"2026-02-28\",\"stages\":{\"MEET\":1},\"decisions\":{}}",
                        "{\"from\":\"2026-02-28\",\"to\":\"2026-03-01\",\"stages\":{\"MEET\":1},\"decisions\":{}}",
                        "{\"from\":\"2026-03-01\",\"to\":\"2026-03-02\",\"stages\":{\"DECISION\":1},"
                                + "\"decisions\":{\"new\":1}}");
        assertThat(buckets(journal, "buckets=day&last=1&zone=America/New_York"))
                .containsExactly(
                        "{\"from\":\"2026-03-01\",\"to\":\"2026-03-02\",\"stages\":{},\"decisions\":{\"new\":1}}");
    }

    @Test
    void weeks_begin_on_monday_and_months_on_the_first() {
        var journal = rows.journal("weeks");
        var story = story(journal);
        story.stage("MEET", Instant.parse("2026-02-22T23:59:59.999999Z"));
        story.stage("MEET", Instant.parse("2026-02-23T00:00:00Z"));
        assertThat(buckets(journal, "buckets=week&last=2"))
                .containsExactly(
                        "{\"from\":\"2026-02-16\",\"to\":\"2026-02-23\",\"stages\":{\"MEET\":1},\"decisions\":{}}",
                        "{\"from\":\"2026-02-23\",\"to\":\"2026-03-02\",\"stages\":{\"MEET\":1},\"decisions\":{}}");
        assertThat(buckets(journal, "buckets=month"))
                .hasSize(12)
                .first()
                .asString()
                .startsWith("{\"from\":\"2025-04-01\",\"to\":\"2025-05-01\"");
        assertThat(buckets(journal, "buckets=month&last=2").get(0)).contains("\"MEET\":2");
        assertThat(buckets(journal, "buckets=day&last=366")).hasSize(366);
    }

    @Test
    void buckets_of_the_past_hold_what_was_known_then() {
        var journal = rows.journal("past");
        var story = story(journal);
        story.stage("MEET", daysAgo(60));
        var known = story.position();
        story.stage("MEET", daysAgo(60));
        assertThat(buckets(journal, "buckets=day&last=365&atPosition=" + known))
                .filteredOn(bucket -> bucket.contains("\"MEET\":1"))
                .hasSize(1);
        assertThat(buckets(journal, "buckets=day&last=365"))
                .filteredOn(bucket -> bucket.contains("\"MEET\":2"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "buckets=year",
                "buckets=day&last=0",
                "buckets=day&last=367",
                "buckets=day&zone=Atlantis/Poseidonis",
                "last=3",
                "zone=UTC",
                "asOf=2026-03-02T00:00:00Z",
                "asOf=2026-02-01T00:00:00Z&atPosition=1"
            })
    void a_report_that_cannot_be_made_is_refused(String asked) {
        assertThat(tenant.refused("/v1/journals/" + donors + "/report?" + asked, 400))
                .isEqualTo("invalid-parameter");
    }

    @Test
    void a_report_of_a_hundred_thousand_entries_takes_about_a_second() {
        var journal = rows.journal("many");
        server.admin.update(MANY_ROWS, tenant.id, journal, MANY, ReadServer.NOW.toString());
        server.admin.execute("ANALYZE");
        var begin = System.nanoTime();
        var report = tenant.read("/v1/journals/" + journal + "/report");
        var took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(report.get("entries").asInt()).isEqualTo(MANY);
        assertThat(report.at("/funnel/2/reached").asInt()).isEqualTo(MANY);
        assertThat(took).isLessThan(PATIENCE);
    }

    private static List<String> buckets(UUID journal, String asked) {
        return items(tenant.read("/v1/journals/" + journal + "/report?" + asked).get("buckets")).stream()
                .map(JsonNode::toString)
                .toList();
    }

    private static HistoryRows story(UUID journal) {
        return new HistoryRows(server, tenant.id, journal, Rows.contact(++contacts), contacts * 1_000L);
    }

    private static Instant daysAgo(int days) {
        return ReadServer.NOW.minus(Duration.ofDays(days));
    }

    private static List<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static List<Long> numbers(JsonNode stage, String... names) {
        return List.of(names).stream().map(name -> stage.get(name).asLong()).toList();
    }

    private static long count(List<JsonNode> items, Predicate<JsonNode> which) {
        return items.stream().filter(which).count();
    }
}

package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GridTest {
    private static final int ENTRIES = 123;
    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static UUID journal;
    private static String grid;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        var rows = new Rows(server, tenant.id).contacts(ENTRIES);
        journal = rows.journal("donors");
        rows.entries(journal, ENTRIES);
        grid = "/v1/journals/" + journal + "/grid";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"name", "-name", "activity", "-activity", "amount", "-amount", "timeInStage", "-timeInStage"})
    void paging_yields_each_contact_exactly_once(String sort) {
        var contacts = new ArrayList<String>();
        var cursor = "";
        do {
            var page = tenant.read(grid + "?limit=7&sort=" + sort + "&cursor=" + cursor);
            assertThat(page.get("total").asInt()).isEqualTo(ENTRIES);
            page.get("rows").forEach(row -> contacts.add(row.get("contactId").asString()));
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
        } while (cursor != null);
        assertThat(contacts).hasSize(ENTRIES).doesNotHaveDuplicates();
        var whole = new ArrayList<String>();
        tenant.read(grid + "?limit=500&sort=" + sort)
                .get("rows")
                .forEach(row -> whole.add(row.get("contactId").asString()));
        assertThat(contacts).isEqualTo(whole);
    }

    @Test
    void the_two_directions_of_a_sort_are_each_others_reverse() {
        var up = names("sort=activity");
        var down = new ArrayList<>(names("sort=-activity"));
        Collections.reverse(down);
        assertThat(down).isEqualTo(up);
    }

    @Test
    void a_row_has_a_cell_for_every_stage_of_the_journal_in_its_order() {
        var row = row(tenant.read(grid + "?limit=500"), Rows.contact(2));
        assertThat(row.get("cells").propertyNames()).containsExactly("CONTACT", "MEET", "ASK", "DECISION");
        assertThat(row.at("/cells/ASK").toString()).isEqualTo("{\"completed\":false}");
        assertThat(row.at("/cells/MEET").toString())
                .isEqualTo(
                        "{\"completed\":true,\"at\":\"2026-03-01T12:00:00Z\",\"count\":2,\"daysAgo\":0,\"staleness\":\"fresh\","
                                + "\"daysInStage\":0,\"totalDaysInStage\":1,\"version\":2,\"warnings\":[{\"code\":\"STAGES_SKIPPED\",\"count\":1,\"severity\":\"low\"}]}");
        assertThat(row.propertyNames())
                .containsExactly(
                        "contactId",
                        "name",
                        "currentStage",
                        "lastActivityAt",
                        "daysSinceActivity",
                        "staleness",
                        "rotten",
                        "version",
                        "cells",
                        "decision",
                        "openAlerts");
        assertThat(row.get("decision").isNull()).isTrue();
        assertThat(row(tenant.read(grid + "?limit=500"), Rows.contact(3))
                        .get("decision")
                        .toString())
                .isEqualTo(
                        "{\"decisionId\":\"%s\",\"status\":\"PLEDGED\",\"amount\":\"3.00\",\"currency\":\"EUR\",\"cadence\":\"ONE_TIME\","
                                        .formatted(Rows.contact(3))
                                + "\"monthlyAmount\":null,\"effectiveFrom\":\"2026-01-01\",\"change\":\"new\",\"previous\":null,\"version\":4}");
    }

    @Test
    void filters_are_combined_and_the_total_is_under_them() {
        assertThat(total("stage=MEET")).isEqualTo(count(n -> n % 7 != 0 && n % 2 == 0));
        assertThat(total("reached=CONTACT")).isEqualTo(count(n -> n % 7 != 0));
        assertThat(total("decision=PLEDGED")).isEqualTo(count(n -> n % 3 == 0));
        assertThat(total("decision=NONE")).isEqualTo(count(n -> n % 3 == 2));
        assertThat(total("q=PERSON%201"))
                .isEqualTo(count(n -> n % 5 != 0 && String.valueOf(n / 2).startsWith("1")));
        assertThat(total("rotten=true")).isZero();
        assertThat(total("rotten=false")).isEqualTo(ENTRIES);
        assertThat(total("stage=MEET&decision=PLEDGED&staleness=fresh"))
                .isEqualTo(count(n -> n % 7 != 0 && n % 6 == 0));
    }

    @Test
    void the_rotten_ones_are_those_in_a_stage_for_the_days_that_the_journal_allows() {
        var rows = new Rows(server, tenant.id);
        var own = rows.journal("rotting");
        rows.entries(own, 3);
        server.admin.update("UPDATE live.journal SET rot_days = '{\"CONTACT\":14}' WHERE journal_id = ?", own);
        rows.lastActive(own, Rows.contact(1), Duration.ofDays(14));
        rows.lastActive(own, Rows.contact(2), Duration.ofDays(14).minusSeconds(1));
        var path = "/v1/journals/" + own;
        var rotten = tenant.read(path + "/grid?rotten=true");
        assertThat(rotten.get("total").asInt()).isOne();
        assertThat(rotten.at("/rows/0/contactId").asString())
                .isEqualTo(Rows.contact(1).toString());
        assertThat(rotten.at("/rows/0/rotten").asBoolean()).isTrue();
        assertThat(tenant.read(path + "/grid?rotten=false").get("total").asInt())
                .isEqualTo(2);
        assertThat(tenant.read(path).get("rotDays").toString()).isEqualTo("{\"CONTACT\":14}");
    }

    @Test
    void only_the_cells_of_the_stages_asked_for_are_sent_but_filters_see_all() {
        var page = tenant.read(grid + "?limit=500&stage=MEET&show=ASK,CONTACT");
        assertThat(page.get("total").asInt()).isPositive();
        page.get("rows")
                .forEach(row -> assertThat(row.get("cells").propertyNames()).containsExactly("CONTACT", "ASK"));
        assertThat(Shown.read("A\\,B,C\\\\")).containsExactly("A,B", "C\\");
    }

    @Test
    void meta_characters_in_a_search_mean_themselves() {
        assertThat(total("q=%25")).isZero();
        assertThat(total("q=_")).isZero();
        assertThat(total("q=%5C")).isZero();
        assertThat(total("q='%20OR%201=1--")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"6,fresh", "7,aging", "29,aging", "30,stale", "89,stale", "90,very_stale"})
    void freshness_is_told_from_the_clock_and_found_by_the_filter(int days, String level) {
        var rows = new Rows(server, tenant.id);
        var own = rows.journal("aged " + days);
        rows.entries(own, 1);
        rows.lastActive(own, Rows.contact(1), Duration.ofDays(days));
        var path = "/v1/journals/" + own + "/grid?staleness=";
        for (var other : List.of("fresh", "aging", "stale", "very_stale"))
            assertThat(tenant.read(path + other).get("total").asInt()).as(other).isEqualTo(other.equals(level) ? 1 : 0);
        var row = tenant.read(path + level).at("/rows/0");
        assertThat(row.get("daysSinceActivity").asInt()).isEqualTo(days);
        assertThat(row.get("staleness").asString()).isEqualTo(level);
        assertThat(row.at("/cells/CONTACT/daysAgo").asInt()).isEqualTo(days);
        assertThat(row.at("/cells/CONTACT/staleness").asString()).isEqualTo(level);
    }

    @Test
    void an_instant_before_the_boundary_is_still_the_fresher_level() {
        var rows = new Rows(server, tenant.id);
        var own = rows.journal("almost");
        rows.entries(own, 1);
        rows.lastActive(own, Rows.contact(1), Duration.ofDays(7).minusSeconds(1));
        assertThat(tenant.read("/v1/journals/" + own + "/grid?staleness=fresh")
                        .get("total")
                        .asInt())
                .isOne();
    }

    @Test
    void a_total_is_counted_again_as_soon_as_the_mark_moves() {
        var rows = new Rows(server, tenant.id);
        var own = rows.journal("moving");
        var path = "/v1/journals/" + own + "/grid?reached=CONTACT";
        rows.entries(own, 1);
        assertThat(tenant.read(path).get("total").asInt()).isOne();
        server.admin.update("UPDATE live.grid_row SET present = false WHERE journal_id = ?", own);
        assertThat(tenant.read(path).get("total").asInt()).isOne();
        server.admin.update("UPDATE live.journal_mark SET position = position + 1 WHERE journal_id = ?", own);
        assertThat(tenant.read(path).get("total").asInt()).isZero();
    }

    @Test
    void a_removed_entry_is_not_shown() {
        var rows = new Rows(server, tenant.id);
        var own = rows.journal("removed");
        rows.entries(own, 3);
        server.admin.update(
                "UPDATE live.grid_row SET present = false WHERE journal_id = ? AND contact_id = ?",
                own,
                Rows.contact(2));
        assertThat(tenant.read("/v1/journals/" + own + "/grid").get("total").asInt())
                .isEqualTo(2);
        assertThat(tenant.read("/v1/journals/" + own + "/report").get("entries").asInt())
                .isEqualTo(2);
    }

    @Test
    void a_cursor_of_another_question_is_refused() {
        var cursor = tenant.read(grid + "?limit=5&sort=name").get("next").asString();
        assertThat(tenant.refused(grid + "?limit=5&sort=-name&cursor=" + cursor, 400))
                .isEqualTo("invalid-cursor");
        assertThat(tenant.refused(grid + "?limit=5&q=a&cursor=" + cursor, 400)).isEqualTo("invalid-cursor");
        assertThat(tenant.refused("/v1/contacts?cursor=" + cursor, 400)).isEqualTo("invalid-cursor");
        assertThat(tenant.refused(grid + "?cursor=" + cursor.substring(0, 9), 400))
                .isEqualTo("invalid-cursor");
        assertThat(tenant.refused(grid + "?cursor=%00%C3%A4", 400)).isIn("invalid-cursor", "invalid-parameter");
        assertThat(tenant.read(grid + "?limit=9&sort=name&cursor=" + cursor)
                        .get("rows")
                        .size())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=-1",
                "limit=501",
                "limit=1000000000",
                "limit=1.5",
                "sort=name;drop",
                "sort=version",
                "staleness=old",
                "stage=NOPE",
                "reached=nope",
                "decision=MAYBE",
                "rotten=maybe",
                "show=NOPE",
                "show=MEET,",
                "show=MEET%5C",
                "sort=-timeinstage",
                "minPosition=-1",
                "minPosition=x"
            })
    void a_value_outside_the_grammar_is_400(String query) {
        assertThat(tenant.refused(grid + "?" + query, 400)).isEqualTo("invalid-parameter");
    }

    @Test
    void the_report_counts_what_the_grid_shows() {
        var report = tenant.read("/v1/journals/" + journal + "/report");
        assertThat(report.get("entries").asInt()).isEqualTo(ENTRIES);
        assertThat(report.at("/funnel/0/stage").asString()).isEqualTo("CONTACT");
        assertThat(report.at("/funnel/0/reached").asInt()).isEqualTo(count(n -> n % 7 != 0));
        assertThat(report.at("/funnel/0/completions").asInt()).isEqualTo(2 * count(n -> n % 7 != 0));
        assertThat(report.at("/funnel/1/current").asInt()).isEqualTo(total("stage=MEET"));
        assertThat(report.at("/funnel/3/reached").asInt()).isZero();
        assertThat(report.at("/funnel/1/averageDays").asDouble()).isBetween(1.0, 3.0);
        assertThat(report.get("skipRateHealth").asString()).isEqualTo("too-rigid");
        assertThat(report.at("/decisions/0").toString())
                .isEqualTo("{\"status\":\"PLEDGED\",\"count\":%d}".formatted(total("decision=PLEDGED")));
        assertThat(report.get("withoutDecision").asInt()).isEqualTo(total("decision=NONE"));
    }

    private static List<String> names(String query) {
        var names = new ArrayList<String>();
        tenant.read(grid + "?limit=500&" + query)
                .get("rows")
                .forEach(row -> names.add(row.get("contactId").asString()));
        return names;
    }

    private static int total(String query) {
        var page = tenant.read(grid + "?limit=500&" + query);
        assertThat(page.get("rows").size()).isEqualTo(page.get("total").asInt());
        return page.get("total").asInt();
    }

    private static int count(IntPredicate which) {
        return (int) IntStream.rangeClosed(1, ENTRIES).filter(which).count();
    }

    private static JsonNode row(JsonNode page, UUID contact) {
        for (var row : page.get("rows")) if (row.get("contactId").asString().equals(contact.toString())) return row;
        throw new AssertionError("no row of " + contact);
    }
}

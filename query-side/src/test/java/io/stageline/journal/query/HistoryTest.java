package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.HistoryRows;
import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HistoryTest {
    private static final int LINES = 61;
    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static UUID journal;
    private static String entry;
    private static int talkers = 20;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        journal = new Rows(server, tenant.id).journal("donors");
        story(2, 500);
        entry = path(1);
        var story = story(1, 1_000);
        for (var n = 1; n <= LINES; n++) {
            var at = ReadServer.NOW.minus(Duration.ofDays(100 - n / 2));
            story.stage(n % 2 == 0 ? "MEET" : "CONTACT", at, 0, "note " + n);
        }
        for (var n = 1; n <= LINES; n++)
            story.decision("PLEDGED", n + ".00", "MONTHLY", LocalDate.parse("2026-01-01"), "reason " + n);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_timeline_is_paged_newest_first_by_twenty_five() {
        assertThat(tenant.read(entry + "/timeline").get("items").size()).isEqualTo(25);
        var items = pages(entry + "/timeline?limit=4", 2 * LINES);
        assertThat(items)
                .isSortedAccordingTo(Comparator.comparing(
                                (JsonNode item) -> item.get("occurredAt").asString())
                        .thenComparing(item -> item.get("version").asLong())
                        .reversed());
        assertThat(items.get(0).propertyNames())
                .containsExactly(
                        "eventId",
                        "stage",
                        "occurredAt",
                        "recordedAt",
                        "note",
                        "warnings",
                        "withdrawn",
                        "version",
                        "actor");
    }

    @Test
    void a_timeline_can_be_that_of_one_stage() {
        assertThat(pages(entry + "/timeline?limit=7&stage=MEET", LINES / 2))
                .allSatisfy(item -> assertThat(item.get("stage").asString()).isEqualTo("MEET"));
        assertThat(tenant.read(entry + "/timeline?stage=ASK").get("total").asInt())
                .isZero();
        assertThat(tenant.refused(entry + "/timeline?stage=LUNCH", 400)).isEqualTo("invalid-parameter");
    }

    @Test
    void a_withdrawn_stage_stays_in_the_timeline_with_who_withdrew_it_and_why() {
        var path = path(11);
        var story = story(11, 10_000);
        var meant = story.stage("CONTACT", ReadServer.NOW.minus(Duration.ofDays(3)));
        var mistaken = story.stage("ASK", ReadServer.NOW.minus(Duration.ofDays(2)), 1, null);
        var withdrawal = story.withdrawn(mistaken, "wrong Ada");
        var items = tenant.read(path + "/timeline").get("items");
        assertThat(items.get(0).get("eventId").asString()).isEqualTo(mistaken.toString());
        assertThat(items.get(0).get("warnings").get(0).get("code").asString()).isEqualTo("STAGES_SKIPPED");
        var withdrawn = items.get(0).get("withdrawn");
        assertThat(withdrawn.propertyNames()).containsExactly("eventId", "reason", "actor", "recordedAt");
        assertThat(withdrawn.get("eventId").asString()).isEqualTo(withdrawal.toString());
        assertThat(withdrawn.get("reason").asString()).isEqualTo("wrong Ada");
        assertThat(items.get(1).get("eventId").asString()).isEqualTo(meant.toString());
        assertThat(items.get(1).get("withdrawn").isNull()).isTrue();
        assertThat(items.size()).isEqualTo(2);
    }

    @Test
    void a_timeline_may_be_kept_by_its_reader_for_a_minute_and_is_asked_for_again_by_its_tag() {
        var story = story(12, 20_000);
        story.stage("CONTACT", ReadServer.NOW);
        var path = path(12) + "/timeline";
        var first = tenant.get(path);
        var tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(first.headers().allValues("Cache-Control")).containsExactly("max-age=60, private");
        assertThat(first.headers().allValues("Vary")).contains("Authorization");
        assertThat(tenant.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(tenant.get(path + "?limit=1", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
        story.stage("MEET", ReadServer.NOW);
        var again = tenant.get(path, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("MEET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/timeline", "/decision/history", "/cells/MEET/explain", "/decision/explain"})
    void long_notes_and_reasons_make_more_pages_and_not_larger_ones(String history) {
        var number = talkers++;
        var story = story(number, number * 10_000L);
        var words = "word ".repeat(2_000);
        for (var n = 0; n < 30; n++) {
            story.stage("MEET", ReadServer.NOW.minus(Duration.ofDays(n)), 0, words);
            story.decision("PLEDGED", n + ".00", "MONTHLY", LocalDate.parse("2026-01-01"), words);
        }
        var path = path(number) + history + "?limit=25";
        var seen = 0;
        var total = 0;
        var cursor = "";
        do {
            var answer = tenant.get(path + "&cursor=" + cursor);
            assertThat(answer.body()).hasSizeLessThan(100_000);
            var page = tenant.read(path + "&cursor=" + cursor);
            seen += page.path("items").size() + page.path("because").size();
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
            total = page.get("total").asInt();
        } while (cursor != null);
        assertThat(seen).isEqualTo(total).isGreaterThanOrEqualTo(30);
    }

    @Test
    void a_decision_history_is_paged_newest_first() {
        var items = pages(entry + "/decision/history?limit=9", LINES);
        assertThat(items)
                .extracting(item -> item.get("version").asLong())
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(items.get(0).get("amount").asString()).isEqualTo("61.00");
        assertThat(items.get(0).propertyNames())
                .containsExactly(
                        "status",
                        "amount",
                        "currency",
                        "cadence",
                        "monthlyAmount",
                        "effectiveFrom",
                        "change",
                        "reason",
                        "recordedAt",
                        "stageEventId",
                        "corrects",
                        "corrected",
                        "version",
                        "actor");
    }

    @Test
    void a_decision_history_tells_what_each_decision_changed_and_comes_to_per_month() {
        var items = donor(13).get("items");
        assertThat(words(items, "change")).containsExactly(null, "cancel", "upgrade", "upgrade", "new");
        assertThat(words(items, "monthlyAmount")).containsExactly("6.00", null, "15.00", "50.00", "5.00");
    }

    @Test
    void a_correction_stands_beside_what_it_corrects() {
        var items = donor(14).get("items");
        var corrections = List.of(items.get(0), items.get(2));
        assertThat(words(items, "reason"))
                .containsExactly("typing error", "moved away", "weekly was wrong", "got a raise", "first");
        assertThat(corrections.get(0).get("corrects").asString())
                .isEqualTo(items.get(4).get("stageEventId").asString());
        assertThat(corrections.get(1).get("corrects").asString())
                .isEqualTo(items.get(3).get("stageEventId").asString());
        assertThat(words(items, "corrected")).containsExactly("false", "false", "false", "true", "true");
        assertThat(items.get(1).get("corrects").isNull()).isTrue();
    }

    @Test
    void the_decision_in_force_on_a_day_is_told_as_corrected_since() {
        var story = path(15) + "/decision/history?effectiveOn=";
        donor(15);
        assertThat(tenant.read(story + "2025-12-31").get("total").asInt()).isZero();
        assertThat(inForce(story + "2026-01-01")).isEqualTo("typing error");
        assertThat(inForce(story + "2026-02-14")).isEqualTo("typing error");
        assertThat(inForce(story + "2026-02-15")).isEqualTo("weekly was wrong");
        assertThat(inForce(story + "2199-12-31")).isEqualTo("moved away");
        assertThat(tenant.refused(story + "yesterday", 400)).isEqualTo("invalid-parameter");
        assertThat(tenant.refused(story + "%2B123456-01-01", 400)).isEqualTo("invalid-parameter");
    }

    @Test
    void an_entry_without_history_has_an_empty_one() {
        story(16, 90_000);
        assertThat(tenant.read(path(16) + "/timeline").toString())
                .isEqualTo("{\"items\":[],\"total\":0,\"next\":null}");
        assertThat(tenant.read(path(16) + "/decision/history").get("total").asInt())
                .isZero();
    }

    @Test
    void a_contact_outside_the_journal_is_no_entry() {
        assertThat(tenant.refused(path(3) + "/timeline", 404)).isEqualTo("unknown-entry");
        assertThat(tenant.refused(path(3) + "/decision/history", 404)).isEqualTo("unknown-entry");
        assertThat(tenant.refused(
                        "/v1/journals/" + UUID.randomUUID() + "/entries/" + Rows.contact(1) + "/timeline", 404))
                .isEqualTo("unknown-journal");
    }

    @Test
    void a_cursor_of_another_entry_is_refused() {
        var cursor = tenant.read(entry + "/timeline?limit=4").get("next").asString();
        assertThat(tenant.refused(path(2) + "/timeline?cursor=" + cursor, 400)).isEqualTo("invalid-cursor");
        assertThat(tenant.refused(entry + "/decision/history?cursor=" + cursor, 400))
                .isEqualTo("invalid-cursor");
    }

    /** Three decisions, of which the first and the second are corrected later. */
    private static JsonNode donor(int contact) {
        var story = story(contact, contact * 1_000L);
        var first = story.decision("PLEDGED", "5.00", "MONTHLY", LocalDate.parse("2026-01-01"), "first");
        var second = story.decision("PLEDGED", "50.00", "MONTHLY", LocalDate.parse("2026-02-01"), "got a raise");
        story.corrected(second, "PLEDGED", "15.00", "MONTHLY", LocalDate.parse("2026-02-15"), "weekly was wrong");
        story.decision("CANCELLED", null, "ONE_TIME", LocalDate.parse("2026-03-01"), "moved away");
        story.corrected(first, "PLEDGED", "6.00", "MONTHLY", LocalDate.parse("2026-01-01"), "typing error");
        return tenant.read(path(contact) + "/decision/history");
    }

    private static String inForce(String path) {
        var page = tenant.read(path);
        assertThat(page.get("items").size()).isEqualTo(1);
        return page.get("items").get(0).get("reason").asString();
    }

    private static HistoryRows story(int contact, long position) {
        return new HistoryRows(server, tenant.id, journal, Rows.contact(contact), position);
    }

    private static String path(int contact) {
        return "/v1/journals/" + journal + "/entries/" + Rows.contact(contact);
    }

    private static List<String> words(JsonNode items, String name) {
        var words = new ArrayList<String>();
        items.forEach(item ->
                words.add(item.get(name).isNull() ? null : item.get(name).asString()));
        return words;
    }

    private static ArrayList<JsonNode> pages(String path, int total) {
        var items = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = tenant.read(path + "&cursor=" + cursor);
            assertThat(page.get("total").asInt()).isEqualTo(total);
            page.get("items").forEach(items::add);
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
        } while (cursor != null);
        assertThat(items).hasSize(total);
        return items;
    }
}

package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HistoryTest {
    private static final int LINES = 61;
    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static UUID journal;
    private static String entry;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        var rows = new Rows(server, tenant.id).contacts(3);
        journal = rows.journal("donors");
        rows.entries(journal, 2);
        rows.history(journal, Rows.contact(1), LINES);
        entry = "/v1/journals/" + journal + "/entries/" + Rows.contact(1);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_timeline_is_paged_newest_first_by_twenty_five() {
        assertThat(tenant.read(entry + "/timeline").get("items").size()).isEqualTo(25);
        var items = pages(entry + "/timeline?limit=4", LINES);
        assertThat(items).hasSize(LINES);
        assertThat(items)
                .isSortedAccordingTo(Comparator.comparing(
                                (JsonNode item) -> item.get("occurredAt").asString())
                        .thenComparing(item -> item.get("version").asLong())
                        .reversed());
        assertThat(items.get(0).propertyNames())
                .containsExactly(
                        "eventId", "stage", "occurredAt", "recordedAt", "note", "warnings", "version", "actor");
    }

    @Test
    void a_timeline_can_be_that_of_one_stage() {
        assertThat(pages(entry + "/timeline?limit=7&stage=MEET", LINES / 2))
                .allSatisfy(item -> assertThat(item.get("stage").asString()).isEqualTo("MEET"));
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
                        "effectiveFrom",
                        "reason",
                        "recordedAt",
                        "stageEventId",
                        "version",
                        "actor");
    }

    @Test
    void an_entry_without_history_has_an_empty_one() {
        var path = "/v1/journals/" + journal + "/entries/" + Rows.contact(2);
        assertThat(tenant.read(path + "/timeline").toString()).isEqualTo("{\"items\":[],\"total\":0,\"next\":null}");
        assertThat(tenant.read(path + "/decision/history").get("total").asInt()).isZero();
    }

    @Test
    void a_contact_outside_the_journal_is_no_entry() {
        var path = "/v1/journals/" + journal + "/entries/" + Rows.contact(3);
        assertThat(tenant.refused(path + "/timeline", 404)).isEqualTo("unknown-entry");
        assertThat(tenant.refused(path + "/decision/history", 404)).isEqualTo("unknown-entry");
        assertThat(tenant.refused(
                        "/v1/journals/" + UUID.randomUUID() + "/entries/" + Rows.contact(1) + "/timeline", 404))
                .isEqualTo("unknown-journal");
    }

    @Test
    void a_cursor_of_another_entry_is_refused() {
        var cursor = tenant.read(entry + "/timeline?limit=4").get("next").asString();
        var other = "/v1/journals/" + journal + "/entries/" + Rows.contact(2);
        assertThat(tenant.refused(other + "/timeline?cursor=" + cursor, 400)).isEqualTo("invalid-cursor");
        assertThat(tenant.refused(entry + "/decision/history?cursor=" + cursor, 400))
                .isEqualTo("invalid-cursor");
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

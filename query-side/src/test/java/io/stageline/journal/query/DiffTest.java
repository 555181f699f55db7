package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.query.ReadServer;
import io.stageline.query.Rows;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DiffTest {
    private static final int ENTRIES = 40;
    private static ReadServer server;
    private static ReadServer.Tenant tenant;
    private static Rows rows;
    private static UUID journal;
    private static String grid;
    private static long before;
    private static long filled;

    @BeforeAll
    static void start() {
        server = new ReadServer();
        tenant = server.tenant();
        rows = new Rows(server, tenant.id).contacts(ENTRIES);
        journal = rows.journal("donors");
        grid = "/v1/journals/" + journal + "/grid";
        before = rows.position();
        rows.entries(journal, ENTRIES);
        filled = rows.position();
        rows.rename(Rows.contact(3), "Grace");
        rows.rename(Rows.contact(4), "Heidi");
        rows.rename(Rows.contact(4), "Person 2");
        rows.remove(journal, Rows.contact(7));
        rows.shown();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_diff_applied_to_the_first_grid_gives_the_second() {
        var positions =
                new long[] {before, before + 3, before + ENTRIES, before + 2 * ENTRIES + 5, filled, rows.position()};
        for (var from : positions) {
            for (var to : positions) {
                if (from > to) continue;
                var shown = shown(from);
                for (var row : diff("?limit=7&from=" + from + "&to=" + to)) apply(row, shown);
                assertThat(shown).as(from + " to " + to).isEqualTo(shown(to));
            }
        }
    }

    @Test
    void only_those_to_whom_anything_happened_are_told_of() {
        var diff = tenant.read(grid + "/diff?from=" + filled);
        assertThat(diff.get("total").asInt()).isEqualTo(3);
        assertThat(diff.at("/rows/0").toString())
                .isEqualTo(("{\"contactId\":\"%s\",\"name\":\"Grace\",\"change\":\"changed\",\"version\":4,"
                                + "\"fields\":{\"name\":{\"from\":\"Person 1\",\"to\":\"Grace\"}}}")
                        .formatted(Rows.contact(3)));
        assertThat(diff.at("/rows/1/fields").isEmpty()).isTrue();
        assertThat(diff.at("/rows/2/change").asString()).isEqualTo("removed");
        assertThat(diff.at("/rows/2/fields").toString()).isEqualTo("{\"present\":{\"from\":true,\"to\":false}}");
        assertThat(diff.at("/from/position").asLong()).isEqualTo(filled);
        assertThat(diff.at("/to/at").asString()).isEqualTo(ReadServer.NOW.toString());
        assertThat(tenant.read(grid + "/diff?from=" + rows.position())
                        .get("total")
                        .asInt())
                .isZero();
    }

    @Test
    void a_bound_may_be_a_time() {
        var at = "2026-02-01T00:00:00Z";
        assertThat(tenant.read(grid + "/diff?from=" + at).toString())
                .contains("\"from\":{\"position\":0,\"at\":\"" + at + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?from=x",
                "?from=-1",
                "?from=2027-01-01T00:00:00Z",
                "?from=0&to=2027-01-01T00:00:00Z",
                "?from=2&to=1",
                "?from=0&limit=0",
                "?from="
            })
    void bounds_that_cannot_be_are_400(String query) {
        assertThat(tenant.get(grid + "/diff" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void a_cursor_of_another_diff_is_refused() {
        var cursor =
                tenant.read(grid + "/diff?limit=1&from=" + filled).get("next").asString();
        assertThat(tenant.refused(grid + "/diff?limit=1&from=0&cursor=" + cursor, 400))
                .isEqualTo("invalid-cursor");
    }

    private static ArrayList<JsonNode> diff(String query) {
        var found = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = tenant.read(grid + "/diff" + query + "&cursor=" + cursor);
            page.get("rows").forEach(found::add);
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
            if (cursor == null) assertThat(found).hasSize(page.get("total").asInt());
        } while (cursor != null);
        return found;
    }

    /** By contact, the fields of a diff as the grid shows them. */
    private static Map<String, Map<String, String>> shown(long position) {
        var shown = new TreeMap<String, Map<String, String>>();
        for (var row : tenant.read(grid + "?limit=500&atPosition=" + position).get("rows")) {
            var fields = new TreeMap<String, String>();
            fields.put("name", row.get("name").toString());
            fields.put("currentStage", row.get("currentStage").toString());
            fields.put("decision", row.get("decision").toString());
            row.get("cells").properties().forEach(cell -> {
                if (cell.getValue().get("completed").asBoolean())
                    fields.put(
                            "cells." + cell.getKey(),
                            "{\"at\":%s,\"count\":%s,\"version\":%s,\"warnings\":%s}"
                                    .formatted(
                                            cell.getValue().get("at"),
                                            cell.getValue().get("count"),
                                            cell.getValue().get("version"),
                                            cell.getValue().get("warnings")));
            });
            shown.put(row.get("contactId").asString(), fields);
        }
        return shown;
    }

    private static void apply(JsonNode row, Map<String, Map<String, String>> shown) {
        var contact = row.get("contactId").asString();
        if (row.get("change").asString().equals("removed")) shown.remove(contact);
        if (row.get("change").asString().equals("added"))
            shown.put(contact, new TreeMap<>(Map.of("name", "null", "currentStage", "null", "decision", "null")));
        var fields = shown.get(contact);
        if (fields == null) return;
        row.get("fields").properties().forEach(field -> {
            if (!field.getKey().equals("present"))
                fields.put(field.getKey(), field.getValue().get("to").toString());
        });
    }
}

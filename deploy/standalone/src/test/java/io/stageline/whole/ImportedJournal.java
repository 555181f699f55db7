package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.CaseFile.Happened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import tools.jackson.databind.JsonNode;

/** What became of an imported file: the only journal of its tenant, asked over HTTP and looked up in the log. */
record ImportedJournal(Client client, String id) {
    private static final String EVENTS = """
            SELECT type, count(*)
              FROM stageline.event
             WHERE payload ->> 'journalId' = ? AND type LIKE 'entry.%'
             GROUP BY type""";

    static ImportedJournal of(Client client) {
        var journals = client.get("/v1/journals");
        assertThat(journals.number("/total")).isEqualTo(1);
        return new ImportedJournal(client, journals.at("/items/0/journalId"));
    }

    /** How many events of each type the log holds about its entries. */
    Map<String, Integer> logged(JdbcTemplate database) {
        var counts = new HashMap<String, Integer>();
        RowCallbackHandler count = row -> counts.put(row.getString(1), row.getInt(2));
        database.query(EVENTS, count, id);
        return counts;
    }

    Answer report() {
        return client.get("/v1/journals/" + id + "/report");
    }

    /** The rows of the grid by name, read page by page; each contact comes once. */
    Map<String, JsonNode> grid(int total) {
        var rows = new HashMap<String, JsonNode>();
        var cursor = "";
        do {
            var page = client.get("/v1/journals/%s/grid?limit=500%s".formatted(id, cursor));
            assertThat(page.number("/total")).isEqualTo(total);
            for (var row : page.json().at("/rows"))
                assertThat(rows.put(row.at("/name").asString(), row))
                        .as("shown before")
                        .isNull();
            var next = page.json().at("/next");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
        assertThat(rows).hasSize(total);
        return rows;
    }

    /** What the timeline of a row of the grid shows, oldest first. */
    List<Happened> timeline(JsonNode row) {
        var entry =
                "/v1/journals/%s/entries/%s".formatted(id, row.at("/contactId").asString());
        var items = new ArrayList<>(Timelines.read(client, entry, 0).stream()
                .map(item -> new Happened(
                        item.at("/stage").asString(),
                        Instant.parse(item.at("/occurredAt").asString())))
                .toList());
        Collections.reverse(items);
        return items;
    }
}

package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The timelines of entries, read through to their ends. */
final class Timelines {
    private Timelines() {}

    /** All items of an entry, newest first, as of a position at least. */
    static List<JsonNode> read(Client client, String entry, long minPosition) {
        var items = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = client.get(entry + "/timeline?limit=500&minPosition=" + minPosition + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.json().at("/items").forEach(items::add);
            var next = page.json().at("/next");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
        return items;
    }
}

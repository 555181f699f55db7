package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Fact.Kind;
import io.stageline.whole.Fact.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The timelines of entries, read through to their ends and compared with what was answered. */
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

    /** Every answered fact of these entries is shown exactly once, as the event that its sender was told of. */
    static void showOnce(Client client, List<String> entries, Map<Fact, Receipt> receipts) {
        var last = receipts.values().stream().mapToLong(Receipt::position).max().orElse(0);
        for (var entry : entries) {
            var shown = read(client, entry, last).stream()
                    .collect(Collectors.groupingBy(
                            item -> Instant.parse(item.at("/occurredAt").asString())));
            receipts.forEach((fact, receipt) -> {
                if (fact.entry().equals(entry)) agree(shown.getOrDefault(fact.at(), List.of()), fact, receipt);
            });
        }
    }

    private static void agree(List<JsonNode> items, Fact fact, Receipt receipt) {
        assertThat(items).as("%s", fact).hasSize(1);
        var item = items.get(0);
        if (receipt.version() == 0) return; // a repeated line of a batch is told no more than that nothing changed
        var after = fact.kind() == Kind.DECISION ? 1 : 0;
        assertThat(item.at("/version").asLong()).as("%s", fact).isEqualTo(receipt.version() - after);
        if (!receipt.eventId().isEmpty())
            assertThat(item.at("/eventId").asString()).as("%s", fact).isEqualTo(receipt.eventId());
    }

    /** When the items of these entries happened, in no particular order. */
    static List<Instant> instants(Client client, List<String> entries, long minPosition) {
        return entries.stream()
                .flatMap(entry ->
                        StreamSupport.stream(read(client, entry, minPosition).spliterator(), false))
                .map(item -> Instant.parse(item.at("/occurredAt").asString()))
                .toList();
    }
}

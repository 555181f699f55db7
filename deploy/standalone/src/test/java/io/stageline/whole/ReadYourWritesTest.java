package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A read that names the position of a write shows that write, every time; the proof is made with {@code -Dstageline.pairs=10000}. */
class ReadYourWritesTest {
    private static final int PAIRS = Integer.getInteger("stageline.pairs", 1_200);
    private static final int WRITERS = 8;

    private final Client client = TheServer.newTenant();
    private final String journal = client.journal("Mine");

    /** Something that is written with a number, and where the number is to be read. */
    private record Pair(String method, String to, String body, String from, String pointer) {
        void isSeen(Client client, int number) {
            var written = client.send(method, to, body.formatted(number));
            var read = client.get(from + "minPosition=" + written.number("/position"));
            assertThat(read.at(pointer))
                    .as("%s %d: %s %s", to, number, written.text(), read.text())
                    .isEqualTo(Integer.toString(number));
        }
    }

    @Test
    void every_write_is_seen_by_the_read_that_asks_for_them() {
        Lanes.run(WRITERS, this::write);
    }

    private void write(int lane) {
        var pairs = pairs("Ada of " + lane);
        for (var i = 0; i < PAIRS / WRITERS; i++) pairs.get(i % pairs.size()).isSeen(client, 1 + i / pairs.size());
    }

    /** One for each place that is read; each about a contact of its own, so that its number is the count of its writes. */
    private List<Pair> pairs(String name) {
        var contact = "/v1/contacts/" + client.contact("Grace");
        var shown = client.entry(journal, client.contact(name));
        var told = client.entry(journal, client.contact("Edsger"));
        var decided = client.entry(journal, client.contact("Barbara"));
        var grid = "/v1/journals/" + journal + "/grid?q=" + name.replace(" ", "%20") + "&";
        var stage = "{\"stage\":\"MEET\",\"note\":\"%d\"}";
        var decision = "{\"status\":\"PLEDGED\",\"reason\":\"%d\"}";
        return List.of(
                new Pair("PATCH", contact, "{\"name\":\"%d\"}", contact + "?", "/name"),
                new Pair("POST", shown + "/stages", stage, grid, "/rows/0/cells/MEET/count"),
                new Pair("POST", told + "/stages", stage, told + "/timeline?limit=1&", "/items/0/note"),
                new Pair(
                        "PUT",
                        decided + "/decision",
                        decision,
                        decided + "/decision/history?limit=1&",
                        "/items/0/reason"));
    }
}

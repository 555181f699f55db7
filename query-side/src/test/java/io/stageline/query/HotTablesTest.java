package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** On a volume where it matters, no question is answered by reading a whole table (S1-P13.b). */
class HotTablesTest {
    private static final int TENANTS = 20;
    private static final int CONTACTS = 1_000;
    private static final int HISTORY = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String WHOLE_READS = """
            SELECT relname || ' was read whole'
              FROM pg_stat_user_tables
             WHERE relname IN ('grid_row', 'contact', 'entry_event')
               AND seq_scan > 0""";
    private static final String INDEX_READS = """
            SELECT count(*)
              FROM pg_stat_user_tables
             WHERE relname IN ('grid_row', 'contact', 'entry_event')
               AND idx_scan > 0""";

    @Test
    void every_question_uses_an_index() {
        var server = new ReadServer();
        try {
            var tenant = server.tenant();
            var journal = fill(server, tenant.id);
            for (var other = 1; other < TENANTS; other++) fill(server, server.tenant().id);
            server.admin.execute("ANALYZE");
            server.admin.execute("SELECT pg_stat_reset()");
            var entry = "/v1/journals/" + journal + "/entries/" + Rows.contact(1);
            for (var question : questions(journal, entry)) tenant.read(question);
        } finally {
            server.close(); // a connection that ends reports what it read
        }
        await(() -> count(server) == 3);
        assertThat(server.admin.queryForList(WHOLE_READS, String.class)).isEmpty();
    }

    private static List<String> questions(UUID journal, String entry) {
        var grid = "/v1/journals/" + journal + "/grid?limit=50";
        return List.of(
                grid,
                grid + "&sort=-name",
                grid + "&sort=-activity",
                grid + "&sort=activity&stage=MEET",
                grid + "&sort=amount&decision=PLEDGED",
                grid + "&staleness=aging&q=person",
                "/v1/contacts?q=person",
                "/v1/contacts/" + Rows.contact(7),
                "/v1/journals/" + journal,
                "/v1/journals/" + journal + "/report",
                entry + "/timeline",
                entry + "/timeline?stage=MEET",
                entry + "/decision/history");
    }

    private static UUID fill(ReadServer server, UUID tenant) {
        var rows = new Rows(server, tenant).contacts(CONTACTS);
        var journal = rows.journal("Appeal");
        rows.entries(journal, CONTACTS);
        for (var contact = 1; contact <= 3; contact++) rows.history(journal, Rows.contact(contact), HISTORY);
        return journal;
    }

    private static int count(ReadServer server) {
        Integer tables = server.admin.queryForObject(INDEX_READS, Integer.class);
        return tables == null ? 0 : tables;
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        var deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean())
            if (Instant.now().isAfter(deadline)) throw new AssertionError("the indexes were not used in time");
            else Thread.onSpinWait();
    }
}

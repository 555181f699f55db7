package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * On a long history, no question about the present or the past reads a large table whole (S1-P13.b). A million lines with
 * {@code -Dstageline.history.lines=1000000}.
 */
class LongHistoryTest {
    private static final int LINES = Integer.getInteger("stageline.history.lines", 250_000);
    private static final int LINES_OF_AN_ENTRY = 10;
    private static final int TENANTS = 20;
    private static final int ENTRIES = LINES / LINES_OF_AN_ENTRY / TENANTS;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String LARGE = "('grid_row', 'entry_event', 'contact_past')";
    private static final String WHOLE_READS =
            "SELECT relname || ' was read whole' FROM pg_stat_user_tables WHERE relname IN " + LARGE
                    + " AND seq_scan > 0";
    private static final String INDEX_READS =
            "SELECT count(*) FROM pg_stat_user_tables WHERE relname IN " + LARGE + " AND idx_scan > 0";

    // The lines of one entry lie far apart, as they do when many entries are worked on at the same time.
    private static final String HISTORY = """
            INSERT INTO live.entry_event (tenant_id, journal_id, contact_id, position, version, what, event_id, stage,
                   occurred_at, said, recorded_at, actor, command, request, present, current_stage, current_since,
                   last_activity_at, path, moves, skips, backwards, decision_status, decision_amount, decision)
            SELECT tenant_id, journal_id, contact_id, k * 100000 + n, k + 4, 'stage', gen_random_uuid(), 'MEET',
                   last_activity_at, 'said', recorded_at(k * 100000 + n), contact_id, contact_id, contact_id,
                   true, current_stage, current_since, last_activity_at, path, moves, 0, 0, decision_status,
                   decision_amount, decision
              FROM (SELECT *, row_number() OVER (ORDER BY contact_id) AS n
                      FROM live.grid_row
                     WHERE tenant_id = ? AND journal_id = ?) AS row
             CROSS JOIN generate_series(1, ?) AS k""";

    @Test
    void no_question_reads_a_large_table_whole() {
        var server = new ReadServer();
        try {
            var tenant = server.tenant();
            var journal = fill(server, tenant.id);
            for (var other = 1; other < TENANTS; other++) fill(server, server.tenant().id);
            server.admin.execute("ANALYZE");
            assertThat(server.admin.queryForObject("SELECT count(*) FROM live.entry_event", Integer.class))
                    .isGreaterThanOrEqualTo(LINES);
            new Rows(server, tenant.id).shown();
            server.admin.execute("SELECT pg_stat_reset()");
            for (var question : questions(journal)) tenant.read(question);
        } finally {
            server.close(); // a connection that ends reports what it read
        }
        await(server);
        assertThat(server.admin.queryForList(WHOLE_READS, String.class)).isEmpty();
    }

    private static List<String> questions(UUID journal) {
        var grid = "/v1/journals/" + journal + "/grid";
        var past = grid + "?atPosition=500000";
        var entry = "/v1/journals/" + journal + "/entries/" + Rows.contact(1);
        return List.of(
                grid + "?limit=50",
                grid + "?sort=-activity",
                grid + "?sort=-timeInStage&rotten=false",
                grid + "?sort=amount&decision=PLEDGED",
                grid + "?stage=MEET&q=son",
                past,
                past + "&sort=-activity",
                past + "&sort=timeInStage&stage=MEET&q=son",
                grid + "?asOf=" + ReadServer.NOW + "&staleness=fresh",
                grid + "/diff?from=499900&to=500100",
                entry,
                entry + "?atPosition=500000",
                entry + "/timeline",
                entry + "/timeline?atPosition=500000&stage=MEET",
                entry + "/decision/history?atPosition=500000",
                entry + "/cells/MEET/explain?atPosition=500000",
                entry + "/decision/explain?atPosition=500000");
    }

    private static UUID fill(ReadServer server, UUID tenant) {
        var rows = new Rows(server, tenant).contacts(ENTRIES);
        var journal = rows.journal("Appeal");
        rows.entries(journal, ENTRIES);
        server.admin.update(HISTORY, tenant, journal, LINES_OF_AN_ENTRY);
        server.admin.update(
                "INSERT INTO live.moment SELECT ?, recorded_at(k * 100000 + 99999), k * 100000 + 99999 FROM generate_series(1, ?) AS k",
                tenant,
                LINES_OF_AN_ENTRY);
        return journal;
    }

    private static void await(ReadServer server) {
        var deadline = Instant.now().plus(PATIENCE);
        while (Integer.valueOf(3).compareTo(server.admin.queryForObject(INDEX_READS, Integer.class)) > 0)
            if (Instant.now().isAfter(deadline)) throw new AssertionError("the indexes were not used in time");
            else Thread.onSpinWait();
    }
}

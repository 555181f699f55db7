package io.stageline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * On a long history, no question about the present or the past reads a large table whole (S1-P13.b): the database counts
 * what it did, whatever it had planned. A million lines of a hundred thousand entries with {@code -Dstageline.history.lines=1000000}.
 */
class LongHistoryTest {
    private static final int LINES = Integer.getInteger("stageline.history.lines", 250_000);
    private static final int LINES_OF_AN_ENTRY = 10;
    private static final int TENANTS = 20;
    private static final int ENTRIES = LINES / LINES_OF_AN_ENTRY / TENANTS;
    private static final int LINES_OF_ONE = 500;
    private static final int LIMIT = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"}$");

    private static final List<String> LARGE =
            List.of("alert", "contact", "contact_past", "entry_event", "grid_row", "moment");
    private static final String SCANS = """
            SELECT relname
              FROM pg_stat_user_tables
             WHERE schemaname LIKE 'grid%%' AND relname = ANY (string_to_array('%s', ',')) AND %s > 0
             ORDER BY relname""";
    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'stageline_query' AND datname = current_database()";

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

    private static final String MOMENTS = """
            INSERT INTO live.moment
            SELECT ?, recorded_at(k * 100000 + n), k * 100000 + n
              FROM generate_series(1, ?) AS k
             CROSS JOIN generate_series(1, ?) AS n""";

    @Test
    void no_question_reads_a_large_table_whole() {
        var server = new ReadServer();
        try {
            var tenant = server.tenant();
            var journal = fill(server, tenant.id);
            for (var other = 1; other < TENANTS; other++) fill(server, server.tenant().id);
            server.admin.execute("ANALYZE");
            assertThat(number(server, "SELECT count(*) FROM live.entry_event")).isGreaterThanOrEqualTo(LINES);
            assertThat(number(server, "SELECT count(*) FROM live.grid_row")).isEqualTo(ENTRIES * TENANTS);
            var rows = new Rows(server, tenant.id);
            rows.shown();
            var then = rows.position() - LINES_OF_ONE / 2;
            server.admin.execute("SELECT pg_stat_reset()");
            var questions = Question.all(server);
            assertThat(questions).hasSizeGreaterThan(100);
            for (var question : questions) ask(tenant, question.limitedTo(LIMIT).path(journal, Rows.contact(1), then));
        } finally {
            server.close();
        }
        waitUntilAllConnectionsHaveReported(server);
        assertThat(scanned(server, "seq_scan")).as("read whole").isEmpty();
        assertThat(scanned(server, "idx_scan")).as("read by an index").isEqualTo(LARGE);
    }

    /** Asks, and asks for the page behind the first one. */
    private static void ask(ReadServer.Tenant tenant, String path) {
        var answer = tenant.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        var next = NEXT.matcher(answer.body());
        if (next.find()) tenant.read(path + "&cursor=" + next.group(1));
    }

    private static UUID fill(ReadServer server, UUID tenant) {
        var rows = new Rows(server, tenant).contacts(ENTRIES);
        var journal = rows.journal("Appeal");
        rows.entries(journal, ENTRIES).alerts(ENTRIES);
        server.admin.update(HISTORY, tenant, journal, LINES_OF_AN_ENTRY);
        server.admin.update(MOMENTS, tenant, LINES_OF_AN_ENTRY, ENTRIES);
        rows.history(journal, Rows.contact(1), LINES_OF_ONE);
        return journal;
    }

    /** A connection that ends reports what it read, and only then is gone. */
    private static void waitUntilAllConnectionsHaveReported(ReadServer server) {
        var deadline = Instant.now().plus(PATIENCE);
        while (number(server, SESSIONS) > 0)
            if (Instant.now().isAfter(deadline)) throw new AssertionError("a connection has not ended");
            else Thread.onSpinWait();
    }

    private static List<String> scanned(ReadServer server, String how) {
        return server.admin.queryForList(SCANS.formatted(String.join(",", LARGE), how), String.class);
    }

    private static int number(ReadServer server, String question) {
        Integer number = server.admin.queryForObject(question, Integer.class);
        return number == null ? 0 : number;
    }
}

package io.stageline.projection.verify;

import static io.stageline.projection.Story.day;
import static io.stageline.projection.Story.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.eventlog.Schema;
import io.stageline.projection.Story;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a sample is looked up while the statistics of the tables still say that they are empty. */
class ReconcilerPlanTest {
    private static final int CONTACTS = 600;
    private static final int STREAMS = 20;
    private static final String TABLES = """
            SELECT schemaname || '.' || relname
              FROM pg_stat_user_tables
             WHERE schemaname !~ '^pg_'""";
    private static final String UNKNOWN = "ALTER TABLE %s SET (autovacuum_enabled = off)";
    private static final String LEAVE =
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = ? AND datname = ?";
    private static final String READ = """
            SELECT t.schemaname || '.' || t.relname,
                   t.seq_tup_read + (SELECT coalesce(sum(i.idx_tup_read), 0)
                                       FROM pg_stat_user_indexes AS i
                                      WHERE i.relid = t.relid)
              FROM pg_stat_user_tables AS t
             WHERE t.schemaname !~ '^pg_'""";

    @Test
    void a_sample_costs_what_is_in_it_however_many_entries_there_are() throws SQLException {
        try (var grid = new LoggedGrid()) {
            var admin = grid.models.admin();
            admin.queryForList(TABLES, String.class).forEach(table -> admin.execute(UNKNOWN.formatted(table)));
            grid.appendAndFold(board(grid).events());
            var before = read(grid);
            var cycle = grid.reconciler(STREAMS, null).cycle(grid.projection);
            var read = read(grid);
            before.forEach((table, rows) -> read.merge(table, -rows, Long::sum));
            assertThat(cycle.streams()).isEqualTo(STREAMS);
            assertThat(cycle.found()).isEmpty();
            assertThat(read)
                    .allSatisfy((table, rows) -> assertThat(rows).as(table).isLessThan(CONTACTS));
            assertThat(read.get("stageline.event")).isGreaterThan(STREAMS);
        }
    }

    private static Story board(LoggedGrid grid) {
        var story = new Story(grid.models, id("tenant")).journal("loans");
        for (var n = 0; n < CONTACTS; n++) {
            var contact = "contact " + n;
            story.contact(contact, n + "@example.org")
                    .added("loans", contact)
                    .stage("loans", contact, "CONTACT", day(1), "met at the fair");
        }
        return story;
    }

    // A session's counts are complete when it is over.
    private static Map<String, Long> read(LoggedGrid grid) {
        var admin = grid.models.admin();
        admin.queryForList(
                LEAVE, Boolean.class, Schema.PROJECT, grid.models.database().name());
        var read = new HashMap<String, Long>();
        admin.query(READ, row -> {
            read.put(row.getString(1), row.getLong(2));
        });
        return read;
    }
}

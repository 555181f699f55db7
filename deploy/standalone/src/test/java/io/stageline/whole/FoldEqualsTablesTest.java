package io.stageline.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.http.Scope;
import io.stageline.standalone.Server;
import io.stageline.tenant.write.Tenants;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Invariant C: what is shown is the fold of the log and nothing else, row by row and byte by byte. */
class FoldEqualsTablesTest {
    private static final String READ_MODELS = """
            SELECT table_name FROM information_schema.views WHERE table_schema = 'live' ORDER BY table_name""";
    private static final int REQUESTS = 400;
    private static final int LOOKS = 3;

    private final long seed = Seed.of(FoldEqualsTablesTest.class);

    @Test
    void a_log_copied_elsewhere_folds_into_the_same_rows_and_the_same_answers(@TempDir Path directory)
            throws Exception {
        var live = new Administrator(directory.resolve("live"));
        var copy = new Administrator(directory.resolve("copy"));
        try (var server = start(live)) {
            var tenants = tenants(server, live);
            for (var tenant : tenants)
                new RandomLoad(new Client(server.url(), tenant), seed).send(REQUESTS / tenants.size());
            CopiedLog.into(copy.dataDirectory(), live);
            try (var other = start(copy)) {
                new LogChecks(live.database()).projectionsReachTheHead();
                new LogChecks(copy.database()).projectionsReachTheHead();
                assertThat(rows(copy.database())).as("seed %d", seed).isEqualTo(rows(live.database()));
                var neighbour = tenants.get(1);
                sameAnswers(new Client(server.url(), neighbour), new Client(other.url(), neighbour));
            }
        }
    }

    private static Server start(Administrator installation) {
        return Server.start(SomeLogs.in(installation.dataDirectory()));
    }

    /** Keys to the first tenant and to another in the next log. */
    private static List<String> tenants(Server server, Administrator live) {
        var tenants = server.bean(Tenants.class);
        var other = tenants.addKey(tenants.open("other"), "test", List.of(Scope.admin));
        return List.of(live.adminKey(), other.text());
    }

    /** All rows of all read models as text. */
    private static Map<String, List<String>> rows(JdbcTemplate database) {
        var rows = new TreeMap<String, List<String>>();
        for (var table : database.queryForList(READ_MODELS, String.class))
            rows.put(
                    table,
                    database.queryForList(
                            "SELECT t::text FROM live.%s AS t ORDER BY 1".formatted(table), String.class));
        assertThat(rows).hasSizeGreaterThanOrEqualTo(5);
        assertThat(rows.values()).allSatisfy(some -> assertThat(some).isNotEmpty());
        return rows;
    }

    private void sameAnswers(Client live, Client copy) {
        var paths = new EveryRead(live).paths();
        assertThat(paths).hasSizeGreaterThan(200);
        for (var path : paths)
            assertThat(agree(path, live, copy)).as("seed %d: %s", seed, path).isTrue();
    }

    /** Time goes on between two reads: what is rounded from the clock may differ once, not again and again. */
    private static boolean agree(String path, Client live, Client copy) {
        for (var look = 0; look < LOOKS; look++) {
            var one = live.get(path);
            var other = copy.get(path);
            assertThat(one.status()).as(path).isIn(200, 404);
            if (one.text().equals(other.text()) && one.status() == other.status()) return true;
        }
        return false;
    }
}

package io.stageline.query;

import io.stageline.test.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Measures what row-level security costs a grid page: the same statements by the query role and by a role without policies. */
final class WallCost {
    private static final int ENTRIES = 20_000;
    private static final int ROUNDS = 7;
    private static final int REPEATS = 100;

    private static final String PAGE = """
            SELECT contact_id, name, current_stage, last_activity_at, path, decision, version, sort_name AS sort_key
              FROM live.grid_row
             WHERE tenant_id = ? AND journal_id = ? AND present
             ORDER BY sort_name, contact_id
             LIMIT 51""";

    private static final String TOTAL = """
            SELECT count(*)
              FROM live.grid_row
             WHERE tenant_id = ? AND journal_id = ? AND present""";

    private WallCost() {}

    public static void main(String[] arguments) throws SQLException {
        try (var server = new ReadServer()) {
            var tenant = server.tenant();
            var rows = new Rows(server, tenant.id).contacts(ENTRIES);
            var journal = rows.journal("large");
            rows.entries(journal, ENTRIES);
            server.admin.execute("ANALYZE");
            server.admin.update(
                    "INSERT INTO stageline.token_entry (processor_name, segment, token) VALUES ('grid', 0, '{\"globalIndex\":1}')");
            compare(server, tenant.id, journal, "page of 50", PAGE);
            compare(server, tenant.id, journal, "total of " + ENTRIES, TOTAL);
            overHttp(tenant, "/v1/journals/" + journal + "/grid");
            overHttp(tenant, "/v1/journals/" + journal + "/grid?sort=-activity");
            overHttp(tenant, "/v1/journals/" + journal + "/grid?q=son+77");
            overHttp(tenant, "/v1/journals/" + journal + "/report");
        }
    }

    private static void compare(ReadServer server, UUID tenant, UUID journal, String what, String sql)
            throws SQLException {
        try (var walled = DriverManager.getConnection(server.jdbcUrl(), "stageline_query", TestDatabase.PASSWORD);
                var open = DriverManager.getConnection(server.jdbcUrl(), "postgres", "postgres")) {
            walled.setAutoCommit(false);
            walled.createStatement().execute("SELECT set_config('app.tenant', '" + tenant + "', true)");
            var ratios = new ArrayList<Double>();
            var micros = new ArrayList<Long>();
            for (int round = 0; round < ROUNDS; round++) {
                var bare = time(open, sql, tenant, journal);
                var behind = time(walled, sql, tenant, journal);
                bare = (bare + time(open, sql, tenant, journal)) / 2;
                micros.add(behind / 1_000);
                ratios.add((double) behind / bare);
            }
            print(what + " with ÷ without row-level security", ratios);
            print(what + " with, microseconds", micros);
        }
    }

    private static long time(Connection connection, String sql, UUID tenant, UUID journal) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, tenant);
            statement.setObject(2, journal);
            var begin = System.nanoTime();
            for (int i = 0; i < REPEATS; i++) {
                try (var result = statement.executeQuery()) {
                    while (result.next()) result.getString(1);
                }
            }
            return (System.nanoTime() - begin) / REPEATS;
        }
    }

    private static void overHttp(ReadServer.Tenant tenant, String path) {
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 300; i++) {
            var begin = System.nanoTime();
            tenant.read(path);
            if (i >= 100) millis.add((System.nanoTime() - begin) / 1e6);
        }
        print("GET " + path.substring(path.lastIndexOf('/')) + ", milliseconds", millis);
    }

    private static <N extends Comparable<N>> void print(String what, List<N> numbers) {
        Collections.sort(numbers);
        System.out.printf(
                "%s: median %s (%s to %s)%n",
                what, numbers.get(numbers.size() / 2), numbers.get(0), numbers.get(numbers.size() - 1));
    }
}

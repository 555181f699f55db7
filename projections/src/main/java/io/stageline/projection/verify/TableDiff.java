package io.stageline.projection.verify;

import io.stageline.projection.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Where the rows of two schemas with the same tables differ, as the database finds them in one snapshot. */
record TableDiff(
        Connection connection,
        String expected,
        String shown,
        @Nullable UUID tenant) {
    private static final String BUCKET = "hashtext(concat_ws(' ', %s)) & 1023";

    private static final String DIFFERING_BUCKETS = """
            SELECT coalesce(e.bucket, s.bucket)
              FROM (SELECT %1$s AS bucket, count(*) AS rows, sum(hashtextextended(t::text, 0)::numeric) AS hashes
                      FROM %2$s AS t WHERE %4$s GROUP BY 1) AS e
              FULL JOIN (SELECT %1$s AS bucket, count(*) AS rows, sum(hashtextextended(t::text, 0)::numeric) AS hashes
                      FROM %3$s AS t WHERE %4$s GROUP BY 1) AS s USING (bucket)
             WHERE (e.rows, e.hashes) IS DISTINCT FROM (s.rows, s.hashes)""";

    private static final String DIFFERING_ROWS = """
            SELECT CASE WHEN e.tenant_id IS NOT NULL THEN to_jsonb(e) END,
                   CASE WHEN s.tenant_id IS NOT NULL THEN to_jsonb(s) END
              FROM (%1$s) AS e
              FULL JOIN (%2$s) AS s ON %3$s
             WHERE e.tenant_id IS NULL OR s.tenant_id IS NULL OR e::text <> s::text
             ORDER BY %4$s""";

    private static final String ROWS = "SELECT t.* FROM %s AS t WHERE %s";

    // What has an order of its own is planned by itself: rows are looked up by their key, whatever statistics say.
    private static final String ROWS_ABOUT_THE_SAME = """
            SELECT found.*
              FROM (SELECT DISTINCT %2$s FROM %3$s AS known) AS known
             CROSS JOIN LATERAL (SELECT t.* FROM %1$s AS t WHERE (%4$s) = (%2$s) ORDER BY %5$s) AS found""";

    // Streams that were not folded may have brought it further, but never back.
    private static final String ROWS_BEHIND = """
            SELECT to_jsonb(e), CASE WHEN s.tenant_id IS NOT NULL THEN to_jsonb(s) END
              FROM %1$s AS e
              LEFT JOIN %2$s AS s ON %3$s
             WHERE s.tenant_id IS NULL OR s.position < e.position
             ORDER BY %4$s""";

    /** Who is told of each row that differs. */
    @FunctionalInterface
    interface Telling {
        void tell(DifferingRow row) throws SQLException;
    }

    /** Compares every row of both sides. */
    void whole(Telling telling) throws SQLException {
        for (var table : Table.of(connection, shown)) {
            var buckets = differingBuckets(table);
            if (buckets.isEmpty()) continue;
            var those = inBuckets(table, buckets);
            tell(table, differing(table, rows(expected, table, those), rows(shown, table, those)), telling);
        }
    }

    /** Compares the rows of the other side that are about what there are expected rows of. */
    void sampled(Telling telling) throws SQLException {
        for (var table : Table.of(connection, shown)) {
            if (!table.reach())
                tell(table, differing(table, rows(expected, table, mine()), rowsAboutTheSame(table)), telling);
            else if (table.isOneRowEach()) tell(table, behind(table), telling);
        }
    }

    private List<Integer> differingBuckets(Table table) throws SQLException {
        var sql = DIFFERING_BUCKETS.formatted(bucket(table), of(expected, table), of(shown, table), mine());
        var buckets = new ArrayList<Integer>();
        try (var select = connection.createStatement();
                var rows = select.executeQuery(sql)) {
            while (rows.next()) buckets.add(rows.getInt(1));
        }
        return buckets;
    }

    private static String differing(Table table, String expected, String shown) {
        var order = table.key().stream()
                .map(column -> "coalesce(e.%1$s, s.%1$s)".formatted(column))
                .toList();
        return DIFFERING_ROWS.formatted(expected, shown, table.sameKey("e", "s"), String.join(", ", order));
    }

    private static String rows(String schema, Table table, String which) {
        return ROWS.formatted(of(schema, table), which);
    }

    private String rowsAboutTheSame(Table table) {
        return ROWS_ABOUT_THE_SAME.formatted(
                of(shown, table), table.idsOf("known"), of(expected, table), table.idsOf("t"), table.keyOf("t"));
    }

    private String behind(Table table) {
        return ROWS_BEHIND.formatted(of(expected, table), of(shown, table), table.sameKey("e", "s"), table.keyOf("e"));
    }

    // All rows are read before the first is told, as telling asks the database too.
    private void tell(Table table, String sql, Telling telling) throws SQLException {
        var differing = new ArrayList<DifferingRow>();
        try (var select = connection.createStatement();
                var rows = select.executeQuery(sql)) {
            while (rows.next()) differing.add(new DifferingRow(table, row(rows.getString(1)), row(rows.getString(2))));
        }
        for (var row : differing) telling.tell(row);
    }

    private String inBuckets(Table table, List<Integer> buckets) {
        var numbers = buckets.toString();
        return "%s AND %s IN (%s)".formatted(mine(), bucket(table), numbers.substring(1, numbers.length() - 1));
    }

    private String mine() {
        return tenant == null ? "true" : "t.tenant_id = '" + tenant + "'";
    }

    private static String bucket(Table table) {
        return "(" + BUCKET.formatted(table.keyOf("t")) + ")";
    }

    private static String of(String schema, Table table) {
        return schema + "." + table.name();
    }

    private static @Nullable ObjectNode row(@Nullable String json) {
        return json == null ? null : (ObjectNode) Json.MAPPER.readTree(json);
    }
}

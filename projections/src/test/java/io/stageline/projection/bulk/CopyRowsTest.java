package io.stageline.projection.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.projection.Column;
import io.stageline.test.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CopyRowsTest {
    private static final String TABLE = """
            CREATE TEMPORARY TABLE %s (n int4 PRIMARY KEY, id uuid, word text, json jsonb, at timestamptz,
                amount numeric(18, 2), number numeric, small int2, big int8, flag bool, words text[])""";
    private static final String INSERT = """
            INSERT INTO inserted
            SELECT ?::int4, ?::uuid, ?::text, ?::jsonb, ?::timestamptz, ?::numeric, ?::numeric, ?::int2, ?::int8, ?::bool, ?::text[]""";

    private final TestDatabase database = TestDatabase.migrated();
    private final Connection connection;

    /** A row of all types. */
    private record Sample(
            int n,
            @Nullable UUID id,
            @Nullable String word,
            @Nullable String json,
            @Nullable Instant at,
            @Nullable BigDecimal amount,
            @Nullable Integer small,
            @Nullable Long big,
            @Nullable Boolean flag,
            @Nullable List<String> words) {}

    private static final List<Column<Sample>> COLUMNS = List.of(
            new Column<>("int4", Sample::n),
            new Column<>("uuid", Sample::id),
            new Column<>("text", Sample::word),
            new Column<>("jsonb", Sample::json),
            new Column<>("timestamptz", Sample::at),
            new Column<>("numeric", Sample::amount),
            new Column<>("numeric", Sample::amount),
            new Column<>("int2", Sample::small),
            new Column<>("int8", Sample::big),
            new Column<>("bool", Sample::flag),
            new Column<>("text[]", Sample::words));

    CopyRowsTest() throws SQLException {
        connection = database.asAdmin().getConnection();
    }

    @BeforeEach
    void twoTables() throws SQLException {
        try (var sql = connection.createStatement()) {
            sql.execute(TABLE.formatted("copied"));
            sql.execute(TABLE.formatted("inserted"));
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void what_is_copied_reads_as_what_is_inserted() throws SQLException {
        var samples = new ArrayList<Sample>();
        samples.add(new Sample(0, null, null, null, null, null, null, null, null, null));
        samples.add(sample(1, "", "{}", "2000-01-01T00:00:00Z", "0", 0, 0, List.of()));
        samples.add(
                sample(2, "Ünïcödé 漢字 😀", "[1, \"ü\"]", "1969-12-31T23:59:59.999999Z", "-0.5", -1, -1, List.of("")));
        samples.add(sample(
                3,
                "a\tb\\N\n\"'",
                "null",
                "9999-12-31T23:59:59.999999Z",
                "9999999999999999.99",
                1,
                1,
                List.of("NULL", "ü", ",{}\"")));
        samples.add(sample(
                4,
                "x".repeat(200_000),
                "\"x\"",
                "0001-01-01T00:00:00Z",
                "-9999999999999999.99",
                Short.MIN_VALUE,
                Long.MIN_VALUE,
                List.of("a", "b")));
        samples.add(sample(
                5, "-", "true", "2026-02-28T12:34:56.789123Z", "10000", Short.MAX_VALUE, Long.MAX_VALUE, List.of("c")));
        for (var amount : List.of(
                "0.01",
                "0.10",
                "1",
                "12.5",
                "12.50",
                "99.99",
                "100",
                "9999.99",
                "10000.01",
                "1E+5",
                "123456789.10",
                "100000000"))
            samples.add(sample(samples.size(), amount, "1", "2026-01-01T00:00:00Z", amount, 5, 5, List.of("c")));

        new CopyRows<>("copied", COLUMNS).write(connection, samples);
        for (var sample : samples) insert(sample);
        assertThat(rows("copied")).hasSize(samples.size()).isEqualTo(rows("inserted"));
    }

    @Test
    void more_rows_than_a_buffer_holds_all_arrive() throws SQLException {
        var samples = new ArrayList<Sample>();
        for (var n = 0; n < 5_000; n++)
            samples.add(sample(n, "word " + n, "{\"n\": 1}", "2026-01-01T00:00:00Z", "1", 1, n, List.of("w")));
        var copy = new CopyRows<>("copied", COLUMNS);
        copy.write(connection, samples.subList(0, 4_000));
        copy.write(connection, samples.subList(4_000, 5_000));
        assertThat(rows("copied")).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void after_a_copy_that_failed_another_one_succeeds() throws SQLException {
        var copy = new CopyRows<>("copied", COLUMNS);
        var one = sample(1, "one", "{}", "2026-01-01T00:00:00Z", "1", 1, 1, List.of());
        assertThatThrownBy(() -> copy.write(connection, List.of(one, one))).isInstanceOf(SQLException.class);
        copy.write(connection, List.of(one));
        assertThat(rows("copied")).hasSize(1);
    }

    private static Sample sample(
            int n, String word, String json, String at, String amount, int small, long big, List<String> words) {
        var id = new UUID(n * 0x123456789ABCDEFL, -n);
        return new Sample(n, id, word, json, Instant.parse(at), new BigDecimal(amount), small, big, n % 2 == 0, words);
    }

    private void insert(Sample sample) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            var n = 0;
            for (var column : COLUMNS.subList(0, COLUMNS.size() - 1)) insert.setString(++n, text(column, sample));
            var words = sample.words();
            insert.setArray(++n, words == null ? null : connection.createArrayOf("text", words.toArray()));
            insert.executeUpdate();
        }
    }

    private static @Nullable String text(Column<Sample> column, Sample sample) {
        var value = column.value().apply(sample);
        return value == null ? null : value.toString();
    }

    private List<String> rows(String table) throws SQLException {
        var rows = new ArrayList<String>();
        try (var sql = connection.createStatement();
                var result = sql.executeQuery("SELECT t::text FROM " + table + " t ORDER BY n")) {
            while (result.next()) rows.add(result.getString(1));
        }
        return rows;
    }
}

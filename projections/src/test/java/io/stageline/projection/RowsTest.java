package io.stageline.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.test.TestDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever a column holds arrives in the database as it is. */
class RowsTest {
    private final TestDatabase database = TestDatabase.migrated();
    private final JdbcTemplate admin = new JdbcTemplate(database.asAdmin());

    @BeforeEach
    void aTable() {
        admin.execute("CREATE TABLE word (id int, said text, amount numeric(18, 2), at timestamptz, loud boolean)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void any_text_survives() throws SQLException {
        var texts = Arrays.<@Nullable String>asList(
                "",
                null,
                "\"",
                "\\",
                "\\\"",
                "{(,)}",
                "NULL",
                "a,b",
                " x ",
                "it's\nüber\t😀",
                "\u001f\u001e",
                "\\x41",
                "''");
        insert(Rows.of(
                texts, (row, text) -> row.add(1).add(text).add(null).add(null).add(null)));
        assertThat(admin.queryForList("SELECT said FROM word", String.class)).isEqualTo(texts);
    }

    @Test
    void other_values_survive_and_times_are_cut() throws SQLException {
        var at = Instant.parse("2026-01-02T03:04:05.123456789Z");
        insert(Rows.of(
                List.of(7),
                (row, id) ->
                        row.add(id).add("x").add(new BigDecimal("1.50")).add(at).add(true)));
        assertThat(admin.queryForList("SELECT word::text FROM word", String.class))
                .containsExactly("(7,x,1.50,\"2026-01-02 03:04:05.123456+00\",t)");
    }

    @Test
    void no_rows_are_none() throws SQLException {
        insert(Rows.of(new ArrayList<Integer>(), Rows::add));
        assertThat(admin.queryForList("SELECT * FROM word")).isEmpty();
    }

    private void insert(Rows rows) throws SQLException {
        try (var connection = database.asAdmin().getConnection();
                var insert = connection.prepareStatement("INSERT INTO word SELECT * FROM unnest(?::word[])")) {
            rows.set(insert, 1);
            insert.executeUpdate();
        }
    }
}

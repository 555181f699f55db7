package io.stageline.projection.verify;

import io.stageline.projection.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** A row of a generation beside what the log explains of it, found by its key. */
record OneRow(Connection connection, String schema, Table table, Map<String, String> key) {
    // The text of a row is all of it, so it differs if any field does; a row that is missing has none.
    private static final String DIFFERS = """
            SELECT (SELECT e::text FROM %2$s AS e WHERE %3$s) IS DISTINCT FROM (SELECT s::text FROM %1$s AS s WHERE %4$s)
              FROM jsonb_populate_record(NULL::%1$s, ?::jsonb) AS k""";
    private static final String DELETE = """
            DELETE FROM %1$s AS s
             USING jsonb_populate_record(NULL::%1$s, ?::jsonb) AS k
             WHERE %4$s""";
    private static final String INSERT = """
            INSERT INTO %1$s
            SELECT e.*
              FROM jsonb_populate_record(NULL::%1$s, ?::jsonb) AS k
              JOIN %2$s AS e ON %3$s""";

    boolean differs() throws SQLException {
        try (var select = prepare(DIFFERS);
                var answer = select.executeQuery()) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** Puts what is expected in the place of what is there; either may be no row. */
    void replace() throws SQLException {
        try (var delete = prepare(DELETE)) {
            delete.executeUpdate();
        }
        try (var insert = prepare(INSERT)) {
            insert.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        var statement = connection.prepareStatement(sql.formatted(
                schema + "." + table.name(),
                Scratch.SCHEMA + "." + table.name(),
                table.sameKey("e", "k"),
                table.sameKey("s", "k")));
        statement.setString(1, Json.MAPPER.writeValueAsString(key));
        return statement;
    }
}

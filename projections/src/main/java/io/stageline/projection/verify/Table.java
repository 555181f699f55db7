package io.stageline.projection.verify;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of a read model: its key, those columns of the key that say what a row is about, whether its rows say how far
 * something is, so that they depend on every stream of a tenant, and which of its columns hold texts.
 */
record Table(String name, List<String> key, List<String> ids, boolean reach, List<String> texts) {
    private static final String OF_SCHEMA = """
            SELECT class.relname,
                   ARRAY(SELECT a.attname::text
                           FROM unnest(pk.indkey::int2[]) WITH ORDINALITY AS k (attnum, n)
                           JOIN pg_attribute a ON a.attrelid = class.oid AND a.attnum = k.attnum
                          ORDER BY k.n),
                   ARRAY(SELECT a.attname::text
                           FROM unnest(pk.indkey::int2[]) WITH ORDINALITY AS k (attnum, n)
                           JOIN pg_attribute a ON a.attrelid = class.oid AND a.attnum = k.attnum
                          WHERE a.atttypid = 'uuid'::regtype
                          ORDER BY k.n),
                   EXISTS (SELECT FROM pg_attribute a
                            WHERE a.attrelid = class.oid AND a.attname = 'position'
                              AND a.attnum <> ALL (pk.indkey::int2[])),
                   ARRAY(SELECT a.attname::text
                           FROM pg_attribute a
                          WHERE a.attrelid = class.oid AND a.attnum > 0
                            AND a.atttypid IN ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype))
              FROM pg_class class
              JOIN pg_index pk ON pk.indrelid = class.oid AND pk.indisprimary
             WHERE class.relnamespace = to_regnamespace(?) AND class.relkind = 'r'
             ORDER BY class.relname""";

    /** The tables of a schema, by name. */
    static List<Table> of(Connection connection, String schema) throws SQLException {
        var tables = new ArrayList<Table>();
        try (var select = connection.prepareStatement(OF_SCHEMA)) {
            select.setString(1, schema);
            try (var rows = select.executeQuery()) {
                while (rows.next())
                    tables.add(new Table(
                            rows.getString(1),
                            texts(rows.getArray(2)),
                            texts(rows.getArray(3)),
                            rows.getBoolean(4),
                            texts(rows.getArray(5))));
            }
        }
        return tables;
    }

    /** The columns of the key, each with a prefix. */
    String keyOf(String alias) {
        return columns(key, alias);
    }

    /** The columns that say what a row is about, each with a prefix. */
    String idsOf(String alias) {
        return columns(ids, alias);
    }

    /** Whether its key is nothing but what a row is about: there is one row of each. */
    boolean isOneRowEach() {
        return key.equals(ids);
    }

    /** That two rows have the same key. */
    String sameKey(String one, String other) {
        return key.stream()
                .map(column -> "%s.%3$s = %s.%3$s".formatted(one, other, column))
                .collect(Collectors.joining(" AND "));
    }

    private static String columns(List<String> columns, String alias) {
        return columns.stream().map(column -> alias + "." + column).collect(Collectors.joining(", "));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}

package io.stageline.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of one generation: a schema of their own, which nobody but the owner may use before its walls are up. */
final class Tables {
    private static final String EXIST = "SELECT to_regnamespace(?) IS NOT NULL";
    private static final String CREATE = "CREATE SCHEMA %s";
    private static final String ENTER = "SET LOCAL search_path = %s";
    private static final String OPEN = """
            CREATE SCHEMA IF NOT EXISTS live;
            GRANT USAGE ON SCHEMA live, %1$s TO stageline_project, stageline_query""";
    private static final String DROP = "DROP SCHEMA IF EXISTS %s CASCADE";

    private static final String NAMES_AND_FIRST_KEYS = """
            SELECT class.relname, coalesce(attribute.attname, '')
              FROM pg_class class
              LEFT JOIN pg_index key ON key.indrelid = class.oid AND key.indisprimary
              LEFT JOIN pg_attribute attribute ON attribute.attrelid = class.oid AND attribute.attnum = key.indkey[0]
             WHERE class.relnamespace = to_regnamespace(?) AND class.relkind IN ('r', 'p')
             ORDER BY class.relname""";

    // The sub-select makes the tenant a constant of the statement instead of a call per row.
    private static final String WALL_OFF = """
            ALTER TABLE %1$s.%2$s ENABLE ROW LEVEL SECURITY;
            ALTER TABLE %1$s.%2$s FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_tenant ON %1$s.%2$s FOR SELECT TO stageline_query
                USING (tenant_id = (SELECT stageline.current_tenant()));
            CREATE POLICY every_tenant ON %1$s.%2$s TO stageline_project USING (true) WITH CHECK (true);
            GRANT SELECT, INSERT, UPDATE, DELETE ON %1$s.%2$s TO stageline_project;
            GRANT SELECT ON %1$s.%2$s TO stageline_query""";

    // Replaced as a whole: the columns of a view cannot be changed.
    private static final String PUBLISH = """
            DROP VIEW IF EXISTS live.%2$s;
            CREATE VIEW live.%2$s WITH (security_invoker = true) AS SELECT * FROM %1$s.%2$s;
            GRANT SELECT, INSERT, UPDATE, DELETE ON live.%2$s TO stageline_project;
            GRANT SELECT ON live.%2$s TO stageline_query""";

    private Tables() {}

    static boolean exist(Connection connection, String schema) throws SQLException {
        try (var statement = connection.prepareStatement(EXIST)) {
            statement.setString(1, schema);
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    /** Creates the schema with the tables that these statements make; it is the search path from then on. */
    static void create(Connection owner, String schema, List<String> statements) throws SQLException {
        AsOwner.run(owner, CREATE.formatted(schema));
        run(owner, schema, statements);
    }

    /** Runs statements in the schema, which is the search path from then on. */
    static void run(Connection owner, String schema, List<String> statements) throws SQLException {
        AsOwner.run(owner, ENTER.formatted(schema));
        for (var statement : statements) AsOwner.run(owner, statement);
    }

    /** Lets the application at the tables, each role at the rows that are its own. */
    static void open(Connection owner, String schema) throws SQLException {
        AsOwner.run(owner, OPEN.formatted(schema));
        for (var table : namesAndFirstKeys(owner, schema).entrySet()) {
            if (!table.getValue().equals("tenant_id"))
                throw new IllegalStateException("The primary key of " + table.getKey() + " must start with tenant_id");
            AsOwner.run(owner, WALL_OFF.formatted(schema, table.getKey()));
        }
    }

    /** Tells the database how many rows there are, before anybody asks for them. */
    static void analyze(Connection owner, String schema) throws SQLException {
        for (var table : namesAndFirstKeys(owner, schema).keySet())
            AsOwner.run(owner, "ANALYZE " + schema + "." + table);
    }

    /** Shows the tables as views under the names that people use. */
    static void publish(Connection owner, String schema) throws SQLException {
        for (var table : namesAndFirstKeys(owner, schema).keySet())
            AsOwner.run(owner, PUBLISH.formatted(schema, table));
    }

    static void drop(Connection owner, String schema) throws SQLException {
        AsOwner.run(owner, DROP.formatted(schema));
    }

    private static Map<String, String> namesAndFirstKeys(Connection connection, String schema) throws SQLException {
        var tables = new LinkedHashMap<String, String>();
        try (var statement = connection.prepareStatement(NAMES_AND_FIRST_KEYS)) {
            statement.setString(1, schema);
            try (var result = statement.executeQuery()) {
                while (result.next()) tables.put(result.getString(1), result.getString(2));
            }
        }
        return tables;
    }
}

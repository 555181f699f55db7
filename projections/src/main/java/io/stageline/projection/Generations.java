package io.stageline.projection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The builds of the read models' tables: a schema per projection and generation, the live one published as views. */
public final class Generations {
    /** Every read model that there is; the name is that of its DDL below {@code db/projection}. */
    public static final List<String> READ_MODELS = List.of("grid", "timeline", "decision_history");

    private static final Map<String, Integer> LIVE = Map.of("grid", 2, "timeline", 1, "decision_history", 1);

    // The lock of the schema: servers that start together wait for each other; the loser finds everything done.
    private static final String WAIT_FOR_OTHERS = "SELECT pg_advisory_xact_lock(hashtext('stageline.schema'))";

    // A database that was copied from another one has lost the grants on itself.
    private static final String BECOME_OWNER = """
            DO $$
            BEGIN
                EXECUTE format('GRANT CREATE ON DATABASE %I TO stageline_owner', current_database());
            END
            $$;
            SET LOCAL ROLE stageline_owner""";

    private static final String SCHEMA_EXISTS = "SELECT to_regnamespace(?) IS NOT NULL";

    private static final String CREATE_SCHEMA = """
            CREATE SCHEMA IF NOT EXISTS live;
            CREATE SCHEMA %1$s;
            GRANT USAGE ON SCHEMA live, %1$s TO stageline_project, stageline_query;
            SET LOCAL search_path = %1$s""";

    private static final String TABLES_AND_FIRST_KEYS = """
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

    // What is built for the first time is empty, however far another generation had come.
    private static final String BEGIN_AT_THE_BEGINNING = """
            DELETE FROM stageline.token_entry
             WHERE processor_name IN (SELECT follower FROM stageline.projection_position WHERE projection = ?)""";

    private final DataSource database;

    /** The login behind the data source must be allowed to become stageline_owner. */
    public Generations(DataSource database) {
        this.database = database;
    }

    /** The schema of the generation that is live. */
    public static String liveSchema(String readModel) {
        return readModel + "_v" + LIVE.get(readModel);
    }

    /** Creates what is missing; what exists stays as it is. */
    public void create() throws SQLException {
        for (var readModel : READ_MODELS) create(readModel, liveSchema(readModel), ddlOf(readModel));
    }

    void create(String readModel, String schema, String ddl) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                run(connection, WAIT_FOR_OTHERS);
                if (!exists(connection, schema)) {
                    build(connection, schema, ddl);
                    beginAtTheBeginning(connection, readModel);
                }
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void build(Connection connection, String schema, String ddl) throws SQLException {
        run(connection, BECOME_OWNER);
        run(connection, CREATE_SCHEMA.formatted(schema));
        run(connection, ddl);
        for (var table : tablesWithFirstKey(connection, schema).entrySet()) {
            if (!table.getValue().equals("tenant_id"))
                throw new IllegalStateException("The primary key of " + table.getKey() + " must start with tenant_id");
            run(connection, WALL_OFF.formatted(schema, table.getKey()));
            run(connection, PUBLISH.formatted(schema, table.getKey()));
        }
    }

    private static void beginAtTheBeginning(Connection connection, String readModel) throws SQLException {
        try (var delete = connection.prepareStatement(BEGIN_AT_THE_BEGINNING)) {
            delete.setString(1, readModel);
            delete.executeUpdate();
        }
    }

    private static boolean exists(Connection connection, String schema) throws SQLException {
        try (var statement = connection.prepareStatement(SCHEMA_EXISTS)) {
            statement.setString(1, schema);
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    private static Map<String, String> tablesWithFirstKey(Connection connection, String schema) throws SQLException {
        var tables = new LinkedHashMap<String, String>();
        try (var statement = connection.prepareStatement(TABLES_AND_FIRST_KEYS)) {
            statement.setString(1, schema);
            try (var result = statement.executeQuery()) {
                while (result.next()) tables.put(result.getString(1), result.getString(2));
            }
        }
        return tables;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ddlOf(String readModel) {
        try (var resource = Generations.class.getResourceAsStream("/db/projection/" + readModel + ".sql")) {
            if (resource == null) throw new IllegalStateException("No DDL for " + readModel);
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

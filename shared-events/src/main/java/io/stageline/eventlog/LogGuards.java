package io.stageline.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What keeps the log append-only and its tenants apart, whatever the application does: grants and row-level security. */
public final class LogGuards {
    private static final String ROLES = "ARRAY ['stageline_write', 'stageline_project', 'stageline_query']";
    /** Tables that are still being built have no walls, but lie in a schema that only their owner may use. */
    private static final String MAY_BE_USED = """
            (SELECT bool_or(has_schema_privilege(role, n.oid, 'USAGE')) FROM unnest(%s) AS role)""".formatted(ROLES);

    private static final List<Guard> GUARDS = List.of(
            new Guard("no role of the application may change or delete events", """
                    SELECT NOT bool_or(has_table_privilege(role, 'stageline.event', 'UPDATE, DELETE, TRUNCATE')
                                       OR has_any_column_privilege(role, 'stageline.event', 'UPDATE'))
                      FROM unnest(%s) AS role""".formatted(ROLES)),
            new Guard("no role of the application may become the owner of the log", """
                    SELECT NOT bool_or(pg_has_role(role, c.relowner, 'MEMBER'))
                      FROM unnest(%s) AS role, pg_class c
                     WHERE c.oid = 'stageline.event'::regclass""".formatted(ROLES)),
            new Guard("only the command side may append events", """
                    SELECT NOT bool_or(has_table_privilege(role, 'stageline.event', 'INSERT'))
                      FROM unnest(ARRAY ['stageline_project', 'stageline_query']) AS role"""),
            new Guard("no role of the application may pass by row-level security", """
                    SELECT NOT bool_or(rolsuper OR rolbypassrls)
                      FROM pg_roles
                     WHERE rolname = ANY (%s)""".formatted(ROLES)),
            new Guard("every table with a tenant must force row-level security", """
                    SELECT coalesce(bool_and(c.relrowsecurity AND c.relforcerowsecurity), false)
                      FROM pg_class c
                      JOIN pg_namespace n ON n.oid = c.relnamespace
                      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                     WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                       AND c.relpersistence <> 't' AND %s""".formatted(MAY_BE_USED)));

    private LogGuards() {}

    private record Guard(String rule, String holds) {}

    /** The rules that do not hold in this database. */
    public static List<String> broken(Connection connection) throws SQLException {
        var broken = new ArrayList<String>();
        try (var sql = connection.createStatement()) {
            for (var guard : GUARDS)
                try (var answer = sql.executeQuery(guard.holds)) {
                    if (!answer.next() || !answer.getBoolean(1)) broken.add(guard.rule);
                }
        }
        return broken;
    }
}

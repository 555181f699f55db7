package io.stageline.standalone;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What must hold before the first request is taken: durable commits, an append-only log, a wall between tenants. */
@Component
class StartCheck implements SmartInitializingSingleton {
    private static final List<Check> CHECKS = List.of(
            new Check("fsync must be on, or an answered command may be lost", "SELECT current_setting('fsync') = 'on'"),
            new Check(
                    "synchronous_commit must be on, or an answered command may be lost",
                    "SELECT current_setting('synchronous_commit') IN ('on', 'remote_apply', 'remote_write', 'local')"),
            new Check(
                    "full_page_writes must be on, or a crash may tear a page",
                    "SELECT current_setting('full_page_writes') = 'on'"),
            new Check(
                    "the log's head is not its last event: restore the whole database from one backup (README, Restore)",
                    """
                    SELECT bool_and(h.position = coalesce((SELECT max(e.position)
                                                             FROM stageline.event e
                                                            WHERE e.log_id = h.log_id), 0))
                      FROM stageline.log_head h"""),
            new Check(
                    "a read model is ahead of the log: restore all from one backup, or fold it anew (README, Restore)",
                    """
                    SELECT NOT EXISTS (SELECT FROM stageline.projection_position
                                        WHERE position > (SELECT max(position) FROM stageline.log_head))"""),
            new Check(
                    "remembered answers are ahead of the log: restore all from one backup, or forget them (README, Restore)",
                    """
                    SELECT NOT EXISTS (SELECT
                                         FROM (SELECT position FROM stageline.idempotency ORDER BY recorded_at DESC LIMIT 1000) AS youngest
                                        WHERE position > (SELECT max(position) FROM stageline.log_head))"""),
            new Check("no role of the application may change or delete events", """
                    SELECT NOT bool_or(has_table_privilege(role, 'stageline.event', 'UPDATE, DELETE, TRUNCATE'))
                      FROM unnest(ARRAY ['stageline_write', 'stageline_project', 'stageline_query']) AS role"""),
            new Check("only the command side may append events", """
                    SELECT NOT bool_or(has_table_privilege(role, 'stageline.event', 'INSERT'))
                      FROM unnest(ARRAY ['stageline_project', 'stageline_query']) AS role"""),
            new Check("no role of the application may pass by row-level security", """
                    SELECT NOT bool_or(rolsuper OR rolbypassrls)
                      FROM pg_roles
                     WHERE rolname IN ('stageline_write', 'stageline_project', 'stageline_query')"""),
            new Check("every table with a tenant must force row-level security", """
                    SELECT coalesce(bool_and(c.relrowsecurity AND c.relforcerowsecurity), false)
                      FROM pg_class c
                      JOIN pg_namespace n ON n.oid = c.relnamespace
                      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                     WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"""));

    private final JdbcTemplate database;

    StartCheck(@Qualifier("writeDataSource") DataSource database) {
        this.database = new JdbcTemplate(database);
    }

    private record Check(String otherwise, String question) {}

    @Override
    public void afterSingletonsInstantiated() {
        for (var check : CHECKS)
            if (!Boolean.TRUE.equals(database.queryForObject(check.question, Boolean.class)))
                throw Refusal.wrongUse("This database cannot be used: " + check.otherwise);
    }
}

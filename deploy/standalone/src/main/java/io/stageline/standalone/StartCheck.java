package io.stageline.standalone;

import io.stageline.eventlog.LogGuards;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What must hold before the first request is taken: durable commits, an append-only log, a wall between tenants. */
@Component
@Profile("write")
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
                    SELECT NOT EXISTS (SELECT
                                         FROM stageline.feed_position p
                                         JOIN stageline.log_head h USING (log_id)
                                        WHERE p.position > h.position)"""),
            new Check(
                    "remembered answers are ahead of the log: restore all from one backup, or forget them (README, Restore)",
                    """
                    SELECT NOT EXISTS (SELECT
                                         FROM (SELECT tenant_id, position FROM stageline.idempotency ORDER BY recorded_at DESC LIMIT 1000) AS youngest
                                         JOIN stageline.tenant USING (tenant_id)
                                         JOIN stageline.log_head h USING (log_id)
                                        WHERE youngest.position > h.position)"""));

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
        List<String> broken = database.execute((ConnectionCallback<List<String>>) LogGuards::broken);
        if (broken != null && !broken.isEmpty())
            throw Refusal.wrongUse("This database cannot be used: " + broken.get(0));
    }
}

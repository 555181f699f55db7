package io.stageline.alert.write;

import static java.util.Objects.requireNonNull;

import io.stageline.alert.events.Condition.Signals;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The alert rules as their evaluation knows them. */
public final class EvaluatedRules implements RuleCounts {
    private static final String COUNT = "SELECT count(*) FROM stageline.watched_rule WHERE tenant_id = ?";
    private static final String HEARING = """
            SELECT count(*)
              FROM (SELECT rule_id
                      FROM stageline.watched_rule
                     WHERE tenant_id = ?
                       AND saved #>> '{rule,condition,of,type}' = ?
                       AND saved #>> '{rule,condition,of,source}' IS NOT DISTINCT FROM ?::text
                     UNION
                    SELECT rule_id
                      FROM stageline.watched_rule
                     WHERE tenant_id = ?
                       AND saved #>> '{rule,condition,closedBy,type}' = ?
                       AND saved #>> '{rule,condition,closedBy,source}' IS NOT DISTINCT FROM ?::text) AS listening""";
    private static final String WATCHING = """
            SELECT count(*)
              FROM stageline.watched_rule
             WHERE tenant_id = ? AND saved #>> '{rule,condition,journalId}' = ?""";

    private final JdbcTemplate database;

    public EvaluatedRules(DataSource database) {
        this.database = new JdbcTemplate(database);
    }

    @Override
    public int of(UUID tenant) {
        return requireNonNull(database.queryForObject(COUNT, Integer.class, tenant));
    }

    @Override
    public int hearing(UUID tenant, Signals signals) {
        var type = signals.type();
        var source = signals.source();
        return requireNonNull(
                database.queryForObject(HEARING, Integer.class, tenant, type, source, tenant, type, source));
    }

    @Override
    public int watching(UUID tenant, UUID journalId) {
        return requireNonNull(database.queryForObject(WATCHING, Integer.class, tenant, journalId.toString()));
    }
}

package io.stageline.eventlog.verify;

import io.stageline.eventlog.LogGuards;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What stands around the events: heads, remembered answers, the positions of projections, and the grants. */
final class Surroundings {
    private static final String LOGS = """
            WITH RECURSIVE log(log_id) AS (
                SELECT min(log_id) FROM stageline.event
                 UNION ALL
                SELECT (SELECT min(e.log_id) FROM stageline.event e WHERE e.log_id > log.log_id)
                  FROM log WHERE log.log_id IS NOT NULL)
            SELECT coalesce(h.log_id, l.log_id), h.position,
                   coalesce((SELECT min(e.position) FROM stageline.event e WHERE e.log_id = l.log_id), 0),
                   coalesce((SELECT max(e.position) FROM stageline.event e WHERE e.log_id = l.log_id), 0),
                   pg_relation_size('stageline.event') / 100
              FROM stageline.log_head h
              FULL JOIN (SELECT log_id FROM log WHERE log_id IS NOT NULL) l USING (log_id)
             ORDER BY 1""";
    private static final String HEADLESS = """
            SELECT t.tenant_id, t.log_id
              FROM stageline.tenant t
             WHERE NOT EXISTS (SELECT FROM stageline.log_head h WHERE h.log_id = t.log_id)""";
    private static final String ANSWERS = """
            SELECT t.log_id, i.position, i.tenant_id, h.position
              FROM stageline.idempotency i
              JOIN stageline.tenant t USING (tenant_id)
              JOIN stageline.log_head h USING (log_id)
             WHERE i.position > h.position""";
    private static final String PROJECTIONS = """
            SELECT p.log_id, p.processor_name, p.position, h.position
              FROM (SELECT processor_name,
                           coalesce(nullif(split_part(processor_name, '/', 2), ''), '0')::smallint AS log_id,
                           (convert_from(token, 'UTF8')::jsonb ->> 'globalIndex')::bigint AS position
                      FROM stageline.token_entry) AS p
              JOIN stageline.log_head h USING (log_id)
             WHERE p.position > h.position""";

    private final Connection connection;
    private final Findings findings;

    Surroundings(Connection connection, Findings findings) {
        this.connection = connection;
        this.findings = findings;
    }

    private interface Found {
        void in(ResultSet row) throws SQLException;
    }

    /** Every log that has a head or an event; what is wrong with its head is found here. */
    List<LogSpan> spans() throws SQLException {
        var spans = new ArrayList<LogSpan>();
        each(LOGS, row -> {
            var span = new LogSpan(row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
            spans.add(span);
            row.getLong(2);
            var told = row.wasNull() ? "it has no head" : "its head tells " + span.head();
            if (row.wasNull() || span.head() != span.last())
                findings.add(Finding.in(span.log(), Damage.HEAD_WRONG, told + ", its last event is at " + span.last()));
        });
        return spans;
    }

    /** Everything that is not an event. */
    void check() throws SQLException {
        each(
                HEADLESS,
                row -> findings.add(Finding.in(
                        row.getInt(2),
                        Damage.HEAD_WRONG,
                        "tenant " + row.getString(1) + " lives in a log without a head")));
        each(
                ANSWERS,
                row -> findings.add(Finding.at(
                        row.getInt(1),
                        row.getLong(2),
                        null,
                        Damage.ANSWER_BEYOND_HEAD,
                        "an answer of tenant " + row.getString(3) + " names a position after the head "
                                + row.getLong(4))));
        each(
                PROJECTIONS,
                row -> findings.add(Finding.at(
                        row.getInt(1),
                        row.getLong(3),
                        null,
                        Damage.PROJECTION_BEYOND_HEAD,
                        row.getString(2) + " is here, the head is at " + row.getLong(4))));
        for (var broken : LogGuards.broken(connection)) findings.add(Finding.of(Damage.NOT_PROTECTED, broken));
    }

    private void each(String question, Found found) throws SQLException {
        try (var sql = connection.createStatement();
                var rows = sql.executeQuery(question)) {
            while (rows.next()) found.in(rows);
        }
    }
}

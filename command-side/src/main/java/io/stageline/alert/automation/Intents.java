package io.stageline.alert.automation;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The intents that are not carried out yet, in the order in which they were found. */
final class Intents {
    private static final String KEEP = """
            INSERT INTO stageline.alert_intent (tenant_id, log_id, position, n, intent)
            VALUES (?, ?, ?, ?, ?::jsonb)""";
    private static final String NEXT = """
            SELECT position, n, intent::text
              FROM stageline.alert_intent
             WHERE log_id = ?
             ORDER BY position, n
             LIMIT ?""";
    private static final String DONE = "DELETE FROM stageline.alert_intent WHERE log_id = ? AND position = ? AND n = ?";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int log;
    private final JdbcTemplate database;

    Intents(int log, JdbcTemplate database) {
        this.log = log;
        this.database = database;
    }

    /** An intent that was found up to a position. */
    record Open(long position, int n, Intent intent) {}

    void keep(long position, List<Intent> intents) {
        if (intents.isEmpty()) return;
        database.batchUpdate(KEEP, new BatchPreparedStatementSetter() {
            @Override
            public void setValues(PreparedStatement sql, int n) throws SQLException {
                sql.setObject(1, intents.get(n).tenant());
                sql.setInt(2, log);
                sql.setLong(3, position);
                sql.setInt(4, n);
                sql.setString(5, JSON.writeValueAsString(intents.get(n)));
            }

            @Override
            public int getBatchSize() {
                return intents.size();
            }
        });
    }

    List<Open> next(int limit) {
        return database.query(
                NEXT,
                (row, n) -> new Open(row.getLong(1), row.getInt(2), JSON.readValue(row.getString(3), Intent.class)),
                log,
                limit);
    }

    void done(List<Open> carriedOut) {
        var keys = carriedOut.stream()
                .map(open -> new Object[] {log, open.position(), open.n()})
                .toList();
        if (!keys.isEmpty()) database.batchUpdate(DONE, keys);
    }
}

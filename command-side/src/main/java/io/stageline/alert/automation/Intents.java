package io.stageline.alert.automation;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The intents that are not carried out yet, in the order in which they were found. */
final class Intents {
    private static final String KEPT =
            "SELECT coalesce(max(n) + 1, 0) FROM stageline.alert_intent WHERE log_id = ? AND position = ?";
    private static final String KEEP = """
            INSERT INTO stageline.alert_intent (tenant_id, log_id, position, n, intent)
            VALUES (?, ?, ?, ?, ?::jsonb)""";
    // Whatever waits or is parked holds up what comes later of the same alert.
    private static final String NEXT = """
            SELECT position, n, alert_id, attempts, intent::text
              FROM stageline.alert_intent AS open
             WHERE log_id = ? AND parked_at IS NULL AND (due_at IS NULL OR due_at <= ?)
               AND NOT EXISTS (SELECT
                                 FROM stageline.alert_intent AS first
                                WHERE first.log_id = open.log_id AND first.alert_id = open.alert_id
                                  AND (first.position, first.n) < (open.position, open.n)
                                  AND (first.parked_at IS NOT NULL OR first.due_at > ?))
             ORDER BY position, n
             LIMIT ?""";
    private static final String ONE = " WHERE log_id = ? AND position = ? AND n = ?";
    private static final String DONE = "DELETE FROM stageline.alert_intent" + ONE;
    private static final String LATER = """
            UPDATE stageline.alert_intent
               SET attempts = attempts + 1,
                   due_at = ?::timestamptz + least(interval '250 ms' * 2 ^ least(attempts, 10), interval '1 minute')
            """ + ONE;
    private static final String PARK = """
            UPDATE stageline.alert_intent
               SET attempts = attempts + 1, due_at = NULL, parked_at = ?, cause = ?
            """ + ONE;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int log;
    private final JdbcTemplate database;

    Intents(int log, JdbcTemplate database) {
        this.log = log;
        this.database = database;
    }

    /** An intent that was found up to a position; it may have been written by another version, so it is read by who tells it. */
    record Open(long position, int n, UUID alertId, int attempts, String text) {
        Intent intent() {
            return JSON.readValue(text, Intent.class);
        }
    }

    /** Keeps what was found up to a position, after what was found there before. */
    void keep(long position, List<Intent> intents) {
        if (intents.isEmpty()) return;
        int first = Objects.requireNonNull(database.queryForObject(KEPT, Integer.class, log, position));
        database.batchUpdate(KEEP, new BatchPreparedStatementSetter() {
            @Override
            public void setValues(PreparedStatement sql, int n) throws SQLException {
                sql.setObject(1, intents.get(n).tenant());
                sql.setInt(2, log);
                sql.setLong(3, position);
                sql.setInt(4, first + n);
                sql.setString(5, JSON.writeValueAsString(intents.get(n)));
            }

            @Override
            public int getBatchSize() {
                return intents.size();
            }
        });
    }

    /** Those that are due and that no earlier one of the same alert holds up. */
    List<Open> next(int limit, Instant now) {
        return database.query(
                NEXT,
                (row, n) -> new Open(
                        row.getLong(1), row.getInt(2), row.getObject(3, UUID.class), row.getInt(4), row.getString(5)),
                log,
                Timestamp.from(now),
                Timestamp.from(now),
                limit);
    }

    void done(List<Open> carriedOut) {
        var keys = carriedOut.stream()
                .map(open -> new Object[] {log, open.position(), open.n()})
                .toList();
        if (!keys.isEmpty()) database.batchUpdate(DONE, keys);
    }

    /** It is told again a little later, the oftener it was the later. */
    void later(Open open, Instant now) {
        database.update(LATER, Timestamp.from(now), log, open.position(), open.n());
    }

    /** It is not told again until somebody wants it to be. */
    void park(Open open, @Nullable String cause, Instant now) {
        database.update(PARK, Timestamp.from(now), cause, log, open.position(), open.n());
    }
}

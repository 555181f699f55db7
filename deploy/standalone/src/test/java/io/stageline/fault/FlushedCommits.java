package io.stageline.fault;

import io.stageline.whole.LogChecks;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** How far the write-ahead log was on disk when commands were answered, and whether that covers their commits (QUALITY 7 b). */
final class FlushedCommits {
    private static final String FLUSHED = "SELECT pg_current_wal_flush_lsn()::text";
    private static final String NOT_COVERED = """
            SELECT count(*)
              FROM stageline.event e
              JOIN pg_get_wal_records_info(?::pg_lsn, pg_current_wal_flush_lsn()) wal
                ON wal.xid = e.xmin AND wal.resource_manager = 'Transaction' AND wal.record_type = 'COMMIT'
             WHERE e.event_id = ? AND (? OR wal.end_lsn > ?::pg_lsn)""";

    private final JdbcTemplate database;
    private final String begin;
    private final Map<UUID, String> flushedAtAnswer = new ConcurrentHashMap<>();

    FlushedCommits(JdbcTemplate database) {
        this.database = database;
        database.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect");
        begin = flushed();
    }

    /** To be called at once when a command is answered. */
    void answered(UUID event) {
        flushedAtAnswer.put(event, flushed());
    }

    private String flushed() {
        return String.valueOf(database.queryForObject(FLUSHED, String.class));
    }

    /** Those whose commit is in the write-ahead log at all; the others were never written. */
    long seen() {
        return count(true);
    }

    /** Those that were answered before their commit was on disk. */
    long answeredTooEarly() {
        return count(false);
    }

    private long count(boolean all) {
        return flushedAtAnswer.entrySet().stream()
                .mapToLong(one -> new LogChecks(database).number(NOT_COVERED, begin, one.getKey(), all, one.getValue()))
                .sum();
    }
}

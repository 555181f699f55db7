package io.stageline.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The events of one log as they are stored, read and decoded in pieces that fit into the memory; what cannot be read is {@link Unreadable}. */
final class StoredEvents {
    private static final String COLUMNS =
            "position, tenant_id, stream_id, version, event_id, type, payload::text, recorded_at, actor_id, causation_id, correlation_id, digest";
    // The running size ends a read that would fill the memory with long texts.
    private static final String READ_AFTER = "SELECT " + COLUMNS + """
                   , size
              FROM (SELECT *, sum(pg_column_size(payload)) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING) AS size
                      FROM stageline.event
                     WHERE log_id = ? AND position > ?
                     ORDER BY position
                     LIMIT ?) AS next
             WHERE size - pg_column_size(payload) < ?
             ORDER BY position""";
    private static final String READ_STREAM = "SELECT " + COLUMNS + """
                   , 0 AS size
              FROM stageline.event
             WHERE log_id = ? AND tenant_id = ? AND stream_id = ? AND version > ?
             ORDER BY version""";
    private static final String READ_STREAMS = "SELECT " + COLUMNS + """
                   , size
              FROM (SELECT *, sum(pg_column_size(payload)) OVER (ORDER BY stream_id, version ROWS UNBOUNDED PRECEDING) AS size
                      FROM stageline.event
                     WHERE log_id = ? AND tenant_id = ? AND stream_id = ANY (?)
                     ORDER BY stream_id, version
                     LIMIT ?) AS next
             WHERE size - pg_column_size(payload) < ?
             ORDER BY stream_id, version""";
    private static final String HEAD = "SELECT position FROM stageline.log_head WHERE log_id = ?";
    private static final long READ_BYTES = 4_000_000;
    private static final int AT_ONCE = 20_000;
    private static final long BYTES_AT_ONCE = 16_000_000;

    private final int log;
    private final JdbcTemplate database;
    private final EventTypes types;

    StoredEvents(int log, DataSource database, EventTypes types) {
        this.log = log;
        this.database = new JdbcTemplate(database);
        this.types = types;
    }

    /** Events in order, and how many bytes their texts have. */
    record Piece(List<Recorded> events, long texts) {}

    /** Events after a position, up to so many; fewer when they are long. */
    Piece after(long position, int limit) {
        var read = query(READ_AFTER, log, position, limit, READ_BYTES);
        return new Piece(read.events, read.texts);
    }

    /** The events of a stream after a version. */
    List<Recorded> stream(StreamKey stream, long afterVersion) {
        return query(READ_STREAM, log, stream.tenant(), stream.stream(), afterVersion).events;
    }

    /** All events of several streams of a tenant, stream by stream; nothing when they are too many to hold at once. */
    Optional<List<Recorded>> streams(UUID tenant, Collection<UUID> streams) {
        var read = query(READ_STREAMS, log, tenant, streams.toArray(UUID[]::new), AT_ONCE + 1, BYTES_AT_ONCE);
        return read.events.size() > AT_ONCE || read.stored >= BYTES_AT_ONCE
                ? Optional.empty()
                : Optional.of(read.events);
    }

    /** The position of the last event; 0 when the log is empty. */
    long head() {
        Long position = database.queryForObject(HEAD, Long.class, log);
        return position == null ? 0 : position;
    }

    private Read query(String sql, Object... parameters) {
        var read = new Read();
        database.query(sql, read::add, parameters);
        return read;
    }

    /** Events as the database gave them, with the bytes that their payloads take there and here. */
    private final class Read {
        private final List<Recorded> events = new ArrayList<>();
        private final Digest digest = new Digest();
        private long stored;
        private long texts;

        void add(ResultSet row) throws SQLException {
            var payload = row.getString(7);
            stored = row.getLong(13);
            texts += payload.length();
            events.add(new Recorded(
                    row.getLong(1),
                    row.getObject(2, UUID.class),
                    row.getObject(3, UUID.class),
                    row.getLong(4),
                    row.getObject(5, UUID.class),
                    event(row, row.getString(6), payload),
                    row.getTimestamp(8).toInstant(),
                    new Origin(
                            row.getObject(9, UUID.class),
                            row.getObject(10, UUID.class),
                            row.getObject(11, UUID.class))));
        }

        private Object event(ResultSet row, String type, String payload) throws SQLException {
            var bytes = payload.getBytes(UTF_8);
            var stream = row.getObject(3, UUID.class);
            var appended = row.getObject(12, UUID.class);
            return digest.fits(appended, stream, row.getLong(4), type, bytes, 0, bytes.length)
                    ? types.readOrTell(type, bytes, 0, bytes.length)
                    : new Unreadable(type, Unreadable.Reason.DAMAGED);
        }
    }
}

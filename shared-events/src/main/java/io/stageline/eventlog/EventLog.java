package io.stageline.eventlog;

import io.stageline.eventlog.Append.Appended;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** One log: events are appended in groups and read in the order of their dense positions. */
public final class EventLog {
    private static final String COLUMNS =
            "position, tenant_id, stream_id, version, event_id, type, payload::text, recorded_at, actor_id, causation_id, correlation_id";
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
    private static final int READ = 1_000;
    private static final long READ_BYTES = 4_000_000;
    private static final int AT_ONCE = 20_000;
    private static final long BYTES_AT_ONCE = 16_000_000;

    private final LogTail tail;
    private final JdbcTemplate database;
    private final EventTypes types;
    private final @Nullable GroupCommitter committer;
    private final Object turn = new Object();

    /** Without a committer it can only be read. */
    EventLog(LogTail tail, DataSource database, EventTypes types, @Nullable GroupCommitter committer) {
        this.tail = tail;
        this.database = new JdbcTemplate(database);
        this.types = types;
        this.committer = committer;
    }

    /** Its number in the installation. */
    public int number() {
        return tail.log();
    }

    /**
     * Appends a request with the next group commit. The future fails with {@link AppendConflict} when the stream has
     * moved on or the idempotency key is taken, and with {@link LogUnavailable} when the outcome is not known.
     */
    public CompletableFuture<Appended> append(Append request) {
        var payloads = request.events().stream()
                .map(event -> types.write(event.event()))
                .toList();
        var pending = new Pending(request, payloads, new CompletableFuture<>(), System.nanoTime());
        if (committer == null || !committer.offer(pending))
            pending.verdict().completeExceptionally(new LogUnavailable("the event log takes no more requests", null));
        return pending.verdict();
    }

    /** Events after a position, in order, up to so many; none only when there are none. */
    public List<Recorded> readAfter(long position, int limit) {
        var held = tail.after(position, limit);
        if (!held.isEmpty()) return held;
        return tail.missing(position) == 0 ? read(position, limit).events : readForAll(position, limit);
    }

    /** Near the head everybody wants the same events: one reads and decodes them, the others find them in the tail. */
    private List<Recorded> readForAll(long position, int limit) {
        synchronized (turn) {
            var held = tail.after(position, limit);
            if (!held.isEmpty()) return held;
            var missing = tail.missing(position);
            var read = read(position, missing == 0 ? limit : Math.min(READ, missing));
            if (!read.events.isEmpty()) tail.hold(read.events, read.texts);
            return read.events.subList(0, Math.min(limit, read.events.size()));
        }
    }

    private Read read(long position, int limit) {
        var read = new Read();
        database.query(
                READ_AFTER,
                row -> {
                    read.add(row);
                },
                number(),
                position,
                limit,
                READ_BYTES);
        return read;
    }

    /** The events of a stream after a version, in order. */
    public List<Recorded> readStream(StreamKey stream, long afterVersion) {
        var read = new Read();
        database.query(
                READ_STREAM,
                row -> {
                    read.add(row);
                },
                number(),
                stream.tenant(),
                stream.stream(),
                afterVersion);
        return read.events;
    }

    /** All events of several streams of a tenant, stream by stream; nothing when they are too many to hold at once. */
    public Optional<List<Recorded>> readStreams(UUID tenant, Collection<UUID> streams) {
        var ids = streams.toArray(UUID[]::new);
        var read = new Read();
        database.query(
                READ_STREAMS,
                row -> {
                    read.add(row);
                },
                number(),
                tenant,
                ids,
                AT_ONCE + 1,
                BYTES_AT_ONCE);
        return read.events.size() > AT_ONCE || read.stored >= BYTES_AT_ONCE
                ? Optional.empty()
                : Optional.of(read.events);
    }

    /** The position of the last event; 0 when the log is empty. */
    public long head() {
        Long position = database.queryForObject(HEAD, Long.class, number());
        return position == null ? 0 : position;
    }

    /** Whether this process takes and commits requests. */
    public boolean isOpen() {
        return committer != null && committer.isOpen();
    }

    LogTail tail() {
        return tail;
    }

    /** Events as the database gave them, with the bytes that their payloads take there and here. */
    private final class Read {
        private final List<Recorded> events = new ArrayList<>();
        private long stored;
        private long texts;

        void add(ResultSet row) throws SQLException {
            var payload = row.getString(7);
            stored = row.getLong(12);
            texts += payload.length();
            events.add(new Recorded(
                    row.getLong(1),
                    row.getObject(2, UUID.class),
                    row.getObject(3, UUID.class),
                    row.getLong(4),
                    row.getObject(5, UUID.class),
                    types.read(row.getString(6), payload),
                    row.getTimestamp(8).toInstant(),
                    new Origin(
                            row.getObject(9, UUID.class),
                            row.getObject(10, UUID.class),
                            row.getObject(11, UUID.class))));
        }
    }

    /** Commits what was accepted, then stops. */
    void close() throws InterruptedException {
        if (committer != null) committer.close();
    }
}

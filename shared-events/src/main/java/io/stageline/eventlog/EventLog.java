package io.stageline.eventlog;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.Append.Appended;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** One log: events are appended in groups and read in the order of their dense positions. */
public final class EventLog implements AutoCloseable {
    private static final String COLUMNS =
            "position, tenant_id, stream_id, version, event_id, type, payload::text, recorded_at, actor_id, causation_id, correlation_id";
    private static final String READ_AFTER = "SELECT " + COLUMNS + """

              FROM stageline.event
             WHERE log_id = ? AND position > ?
             ORDER BY position
             LIMIT ?""";
    private static final String READ_STREAM = "SELECT " + COLUMNS + """

              FROM stageline.event
             WHERE log_id = ? AND tenant_id = ? AND stream_id = ? AND version > ?
             ORDER BY version""";
    private static final String READ_STREAMS = "SELECT " + COLUMNS + """

              FROM stageline.event
             WHERE log_id = ? AND tenant_id = ? AND stream_id = ANY (?)
             ORDER BY stream_id, version
             LIMIT ?""";
    private static final String HEAD = "SELECT position FROM stageline.log_head WHERE log_id = ?";
    private static final int TAIL = 16_384;
    private static final int AT_ONCE = 20_000;

    private final int log;
    private final JdbcTemplate database;
    private final EventTypes types;
    private final LogTail tail = new LogTail(TAIL);
    private final GroupCommitter committer;
    private final LogBell bell;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    public EventLog(int log, DataSource database, EventTypes types, Clock clock, MeterRegistry metrics) {
        this.log = log;
        this.database = new JdbcTemplate(database);
        this.types = types;
        tail.heard(head());
        bell = new LogBell(log, database, tail, watchers);
        committer = new GroupCommitter(log, database, types, clock, metrics, events -> {
            tail.committed(events);
            bell.ring();
        });
    }

    /**
     * Appends a request with the next group commit. The future fails with {@link AppendConflict} when the stream has
     * moved on or the idempotency key is taken, and with {@link LogUnavailable} when the outcome is not known.
     */
    public CompletableFuture<Appended> append(Append request) {
        var payloads = request.events().stream()
                .map(event -> types.write(event.event()))
                .toList();
        var pending = new Pending(request, payloads, new CompletableFuture<>());
        if (!committer.offer(pending))
            pending.verdict().completeExceptionally(new LogUnavailable("the event log takes no more requests", null));
        return pending.verdict();
    }

    /** The events after a position, in order. */
    public List<Recorded> readAfter(long position, int limit) {
        var held = tail.after(position, limit);
        return held.isEmpty() ? database.query(READ_AFTER, this::recorded, log, position, limit) : held;
    }

    /** The events of a stream after a version, in order. */
    public List<Recorded> readStream(StreamKey stream, long afterVersion) {
        return database.query(READ_STREAM, this::recorded, log, stream.tenant(), stream.stream(), afterVersion);
    }

    /** All events of several streams of a tenant, stream by stream; nothing when they are too many to hold at once. */
    public Optional<List<Recorded>> readStreams(UUID tenant, Collection<UUID> streams) {
        var ids = streams.toArray(UUID[]::new);
        var events = database.query(READ_STREAMS, this::recorded, log, tenant, ids, AT_ONCE + 1);
        return events.size() > AT_ONCE ? Optional.empty() : Optional.of(events);
    }

    /** The position of the last event; 0 when the log is empty. */
    public long head() {
        Long position = database.queryForObject(HEAD, Long.class, log);
        return position == null ? 0 : position;
    }

    /** Whether this process takes and commits requests. */
    public boolean isOpen() {
        return committer.isOpen();
    }

    /**
     * Who must know at once when the database may have crashed. It then comes back without commits that did not wait for
     * the disk; events always do.
     */
    public interface Watcher {
        void databaseLost();

        void databaseFound();
    }

    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    LogTail tail() {
        return tail;
    }

    private Recorded recorded(ResultSet row, int number) throws SQLException {
        return new Recorded(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getLong(4),
                row.getObject(5, UUID.class),
                types.read(row.getString(6), row.getString(7)),
                row.getTimestamp(8).toInstant(),
                new Origin(row.getObject(9, UUID.class), row.getObject(10, UUID.class), row.getObject(11, UUID.class)));
    }

    /** Commits what was accepted, then stops. */
    @Override
    public void close() throws InterruptedException {
        committer.close();
        bell.close();
    }
}

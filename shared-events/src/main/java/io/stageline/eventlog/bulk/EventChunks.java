package io.stageline.eventlog.bulk;

import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The events of a log, or those of one tenant in it, read ahead chunk by chunk and handed over in their order. */
public final class EventChunks implements AutoCloseable {
    private static final int CONNECTIONS = 2;
    private static final int AHEAD = 3;
    private static final int CHUNK = 10_000;
    private static final long CHUNK_BYTES = 8_000_000;

    // The connections go back to whoever lent them as they were.
    private static final List<String> SETTINGS = List.of(
            "SET ROLE stageline_owner",
            "SET enable_seqscan = off",
            "SET enable_bitmapscan = off",
            "SET enable_hashjoin = off",
            "SET enable_mergejoin = off",
            "SET max_parallel_workers_per_gather = 0",
            "SET statement_timeout = 0");
    private static final List<String> AS_BEFORE = List.of("RESET ROLE", "RESET ALL");

    // The running size ends a read that would fill the memory with long texts.
    private static final String NEIGHBOURS = """
            WITH neighbour AS (
                SELECT %1$s
                  FROM stageline.event
                 WHERE log_id = %2$d AND position > %3$d AND position <= %4$d%5$s
                 ORDER BY log_id, position)
            SELECT %6$s
              FROM (SELECT *, sum(pg_column_size(payload)) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING) AS size
                      FROM neighbour) AS sized
             WHERE coalesce(size, 0) - coalesce(pg_column_size(payload), 0) < %7$d
             ORDER BY position""";
    private static final String OF_TENANT = " AND tenant_id = '%s'";

    private final int log;
    private final @Nullable UUID tenant;
    private final EventTypes types;
    private final Set<String> unasked;
    private final int chunk;
    private final long bytes;
    private final List<Connection> connections = new ArrayList<>();
    private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();

    /**
     * Of the events of some types only the positions are read. The login behind the data source must be allowed to become
     * stageline_owner.
     */
    public EventChunks(DataSource owner, int log, @Nullable UUID tenant, EventTypes types, Set<String> unasked)
            throws SQLException {
        this(owner, log, tenant, types, unasked, CHUNK, CHUNK_BYTES);
    }

    EventChunks(
            DataSource owner,
            int log,
            @Nullable UUID tenant,
            EventTypes types,
            Set<String> unasked,
            int chunk,
            long bytes)
            throws SQLException {
        this.log = log;
        this.tenant = tenant;
        this.types = types;
        this.unasked = unasked;
        this.chunk = chunk;
        this.bytes = bytes;
        try {
            for (var n = 0; n < CONNECTIONS; n++) connect(owner);
        } catch (SQLException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Who takes the events, chunk by chunk. */
    @FunctionalInterface
    public interface Taking {
        /** Takes the next events, which are all up to a position and may be none, and says whether it wants more. */
        boolean take(List<Recorded> events, long upTo) throws SQLException, InterruptedException;
    }

    /** Hands over all events after the first position up to the second one, or as long as they are wanted. */
    public void read(long after, long upTo, Taking taking) throws SQLException, InterruptedException {
        var threads = Executors.newFixedThreadPool(CONNECTIONS, EventChunks::daemon);
        try {
            hand(threads, after, upTo, taking);
        } finally {
            threads.shutdownNow(); // what is being read is read to its end, and then the connection is idle again
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private void hand(ExecutorService threads, long after, long upTo, Taking taking)
            throws SQLException, InterruptedException {
        var ahead = new ArrayDeque<Stretch>();
        for (var from = after; from < upTo || !ahead.isEmpty(); ) {
            if (from < upTo && ahead.size() < AHEAD) {
                var end = Math.min(from + chunk, upTo);
                ahead.add(new Stretch(end, submit(threads, from, end)));
                from = end;
            } else if (!hand(threads, ahead.remove(), taking)) return;
        }
    }

    /** Positions that are read at once, unless their events are too long for that. */
    private record Stretch(long upTo, Future<List<Recorded>> events) {}

    private boolean hand(ExecutorService threads, Stretch stretch, Taking taking)
            throws SQLException, InterruptedException {
        var events = result(stretch.events);
        while (!events.isEmpty() && endOf(events) < stretch.upTo) {
            if (!taking.take(events, endOf(events))) return false;
            events = result(submit(threads, endOf(events), stretch.upTo));
        }
        return taking.take(events, stretch.upTo);
    }

    private static long endOf(List<Recorded> events) {
        return events.get(events.size() - 1).position();
    }

    private Future<List<Recorded>> submit(ExecutorService threads, long after, long upTo) {
        var ofTenant = tenant == null ? "" : OF_TENANT.formatted(tenant);
        var columns = StoredRow.COLUMNS_UNLESS.formatted(String.join(",", unasked));
        var query = NEIGHBOURS.formatted(columns, log, after, upTo, ofTenant, StoredRow.COLUMNS, bytes);
        return threads.submit(() -> {
            var connection = idle.take();
            try {
                return new ChunkDecoder(types).read(connection, query);
            } finally {
                idle.add(connection);
            }
        });
    }

    private static List<Recorded> result(Future<List<Recorded>> chunk) throws SQLException, InterruptedException {
        try {
            return chunk.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SQLException unreadable) throw unreadable;
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** Gives the connections back; all of them, also if one is broken. */
    @Override
    public void close() throws SQLException {
        var broken = new ArrayList<SQLException>();
        for (var connection : connections) {
            try (connection) {
                run(connection, AS_BEFORE);
            } catch (SQLException failed) {
                broken.add(failed);
            }
        }
        connections.clear();
        idle.clear();
        if (!broken.isEmpty()) throw broken.get(0);
    }

    private void connect(DataSource owner) throws SQLException {
        var connection = owner.getConnection();
        connections.add(connection);
        run(connection, SETTINGS);
        idle.add(connection);
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (var sql = connection.createStatement()) {
            for (var statement : statements) sql.execute(statement);
        }
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "event-chunks");
        thread.setDaemon(true);
        return thread;
    }
}

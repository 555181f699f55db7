package io.stageline.eventlog.bulk;

import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The events of a log, or those of one tenant in it, read ahead chunk by chunk and handed over in their order. */
public final class EventChunks implements AutoCloseable {
    private static final int CONNECTIONS = 2;
    private static final int AHEAD = 3;
    private static final int CHUNK = 10_000;

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

    private static final String NEIGHBOURS = "SELECT " + StoredRow.COLUMNS + """
              FROM stageline.event
             WHERE log_id = %d AND position > %d AND position <= %d%s
             ORDER BY log_id, position""";
    private static final String OF_TENANT = " AND tenant_id = '%s'";
    private static final String STREAMS = "SELECT " + StoredRow.COLUMNS + """
              FROM unnest('{%s}'::uuid[], '{%s}'::uuid[]) AS wanted (tenant_id, stream_id)
              JOIN stageline.event USING (tenant_id, stream_id)
             WHERE log_id = %d AND position <= %d
             ORDER BY tenant_id, stream_id, version""";

    private final int log;
    private final @Nullable UUID tenant;
    private final EventTypes types;
    private final int chunk;
    private final List<Connection> connections = new ArrayList<>();
    private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();

    /** The login behind the data source must be allowed to become stageline_owner. */
    public EventChunks(DataSource owner, int log, @Nullable UUID tenant, EventTypes types) throws SQLException {
        this(owner, log, tenant, types, CHUNK);
    }

    EventChunks(DataSource owner, int log, @Nullable UUID tenant, EventTypes types, int chunk) throws SQLException {
        this.log = log;
        this.tenant = tenant;
        this.types = types;
        this.chunk = chunk;
        try {
            for (var n = 0; n < CONNECTIONS; n++) connect(owner);
        } catch (SQLException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Who takes the events, chunk by chunk; a chunk is never empty. */
    @FunctionalInterface
    public interface Taking {
        /** Takes the next events and says whether it wants more. */
        boolean take(List<Recorded> events) throws SQLException, InterruptedException;
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
        var ahead = new ArrayDeque<Future<List<Recorded>>>();
        for (var from = after; from < upTo || !ahead.isEmpty(); ) {
            if (from < upTo && ahead.size() < AHEAD) {
                ahead.add(submit(threads, from, Math.min(from + chunk, upTo)));
                from = Math.min(from + chunk, upTo);
            } else {
                var events = result(ahead.remove());
                if (!events.isEmpty() && !taking.take(events)) return;
            }
        }
    }

    private Future<List<Recorded>> submit(ExecutorService threads, long after, long upTo) {
        var query = NEIGHBOURS.formatted(log, after, upTo, tenant == null ? "" : OF_TENANT.formatted(tenant));
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

    /** All events of these streams up to a position, stream by stream. */
    public List<Recorded> streams(Collection<StreamKey> streams, long upTo) throws SQLException {
        if (streams.isEmpty()) return List.of();
        var query = STREAMS.formatted(ids(streams, StreamKey::tenant), ids(streams, StreamKey::stream), log, upTo);
        return new ChunkDecoder(types).read(connections.get(0), query);
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

    private static String ids(Collection<StreamKey> streams, Function<StreamKey, UUID> id) {
        return streams.stream().map(stream -> id.apply(stream).toString()).collect(Collectors.joining(","));
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "event-chunks");
        thread.setDaemon(true);
        return thread;
    }
}

package io.stageline.eventlog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits whatever queued during the last commit in one call: one round trip, one fsync, a verdict per request. */
final class GroupCommitter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
    /** Classes of SQLSTATE: connection, roll-back, resources, locks, operator, system, internal. */
    private static final Set<String> DATABASE_FAILED = Set.of("08", "40", "53", "55", "57", "58", "XX");

    private final int log;
    private final DataSource database;
    private final EventTypes types;
    private final Clock clock;
    private final ObjLongConsumer<List<Recorded>> committed;
    private final PendingQueue queue = new PendingQueue();
    private final Timer commits;
    private final DistributionSummary eventsPerCommit;
    private final Counter conflicts;
    private final Thread thread;
    private volatile boolean closing;
    private @Nullable Connection connection;

    GroupCommitter(
            int log,
            DataSource database,
            EventTypes types,
            Clock clock,
            MeterRegistry metrics,
            ObjLongConsumer<List<Recorded>> committed) {
        this.log = log;
        this.database = database;
        this.types = types;
        this.clock = clock;
        this.committed = committed;
        commits = metrics.timer("stageline.log.commits");
        eventsPerCommit = metrics.summary("stageline.log.events.per.commit");
        conflicts = metrics.counter("stageline.log.conflicts");
        metrics.gauge("stageline.log.queue", Tags.of("log", Integer.toString(log)), queue, PendingQueue::size);
        thread = new Thread(this::run, "group-committer-" + log);
        thread.start();
    }

    /** Queues a request; false when the queue is full or the log is closing. */
    boolean offer(Pending request) {
        if (closing || !queue.offer(request)) return false;
        if (!thread.isAlive()) queue.failAll(); // it ended in between
        return true;
    }

    /** Whether requests are still taken and committed. */
    boolean isOpen() {
        return !closing && thread.isAlive();
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                var group = queue.nextGroup();
                if (!group.isEmpty()) commit(group);
            }
        } catch (InterruptedException stopped) {
            LOG.warn("group committer interrupted");
        } finally {
            closing = true;
            disconnect();
            queue.failAll();
        }
    }

    private void commit(List<Pending> group) {
        try {
            commits.record(() -> attempt(group));
        } catch (RuntimeException | Error broken) {
            LOG.warn("append failed for {} requests: {}", group.size(), reason(broken));
            disconnect();
            group.forEach(request -> request.fail("the event log is not available", broken));
        }
    }

    private void attempt(List<Pending> group) {
        try {
            var recordedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
            FaultPoints.reached(FaultPoints.APPENDING);
            var call = GroupCall.of(log, types, group, recordedAt);
            var recorded = call.execute(connect());
            FaultPoints.reached(FaultPoints.COMMITTED);
            eventsPerCommit.record(recorded.size());
            if (!recorded.isEmpty()) committed.accept(recorded, bytes(group));
            conflicts.increment(call.answer());
        } catch (SQLException refused) {
            if (group.size() == 1 || isNobodysFault(refused)) throw new LogUnavailable(state(refused), refused);
            group.forEach(request -> commit(List.of(request))); // one bad request must not harm its neighbours
        }
    }

    private static long bytes(List<Pending> group) {
        return group.stream()
                .flatMap(request -> request.payloads().stream())
                .mapToLong(String::length)
                .sum();
    }

    private Connection connect() throws SQLException {
        if (connection == null) connection = database.getConnection();
        return connection;
    }

    private void disconnect() {
        if (connection == null) return;
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            LOG.debug("closing a broken connection: {}", state(alreadyBroken));
        }
        connection = null;
    }

    /** Whether the database failed as a whole, so that each request by itself would fail again: link, resources, locks, stops. */
    private static boolean isNobodysFault(SQLException refused) {
        var state = refused.getSQLState();
        return state == null || DATABASE_FAILED.contains(state.substring(0, 2));
    }

    private static String state(SQLException refused) {
        return "SQLSTATE " + refused.getSQLState();
    }

    private static String reason(Throwable broken) {
        return broken instanceof LogUnavailable
                ? String.valueOf(broken.getMessage())
                : broken.getClass().getName();
    }

    /** Takes no more requests, commits what was accepted, and ends the thread. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join(TimeUnit.SECONDS.toMillis(8));
    }
}

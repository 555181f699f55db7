package io.stageline.eventlog;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.Append.Appended;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** All logs of the installation. A tenant lives in one of them for ever, and its requests go there. */
public final class EventLogs implements AutoCloseable {
    private static final String LOG_OF = "SELECT log_id FROM stageline.tenant WHERE tenant_id = ?";
    private static final int TENANTS = 50_000;
    private static final int TAIL_EVENTS = 16_384;
    private static final long TAIL_BYTES = 48_000_000;

    private final JdbcTemplate database;
    private final Map<Integer, EventLog> logs = new TreeMap<>();
    private final LogBell bell;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final LoadingCache<UUID, EventLog> ofTenant =
            Caffeine.newBuilder().maximumSize(TENANTS).build(this::find);

    /** The logs of a process that appends. */
    public EventLogs(DataSource database, EventTypes types, Clock clock, MeterRegistry metrics) {
        this(
                database,
                types,
                (tail, bell) -> new GroupCommitter(tail.log(), database, types, clock, metrics, (events, bytes) -> {
                    tail.hold(events, bytes);
                    bell.ring();
                }));
        bell.startRinging();
    }

    private interface Committers {
        @Nullable
        GroupCommitter of(LogTail tail, LogBell bell);
    }

    private EventLogs(DataSource database, EventTypes types, Committers committers) {
        this.database = new JdbcTemplate(database);
        var heads = this.database.execute(LogBell::heads);
        var tails = heads.entrySet().stream()
                .map(head -> new LogTail(head.getKey(), head.getValue(), TAIL_EVENTS, TAIL_BYTES / heads.size()))
                .toList();
        bell = new LogBell(database, tails, watchers);
        for (var tail : tails) logs.put(tail.log(), new EventLog(tail, database, types, committers.of(tail, bell)));
    }

    /** The logs of a process that only reads them. */
    public static EventLogs forReading(DataSource database, EventTypes types) {
        return new EventLogs(database, types, (tail, bell) -> null);
    }

    public Collection<EventLog> all() {
        return logs.values();
    }

    /** The log of this number. */
    public EventLog log(int number) {
        var log = logs.get(number);
        if (log == null) throw new IllegalArgumentException("there is no log " + number);
        return log;
    }

    /** The log in which the tenant lives. */
    public EventLog of(UUID tenant) {
        return logs.size() == 1 ? logs.values().iterator().next() : ofTenant.get(tenant);
    }

    private EventLog find(UUID tenant) {
        return database.queryForList(LOG_OF, Integer.class, tenant).stream()
                .findFirst()
                .map(this::log)
                .orElseThrow(() -> new IllegalArgumentException("there is no such tenant"));
    }

    /** Appends to the log of the stream's tenant, see {@link EventLog#append(Append)}. */
    public CompletableFuture<Appended> append(Append request) {
        return of(request.stream().tenant()).append(request);
    }

    /** Appends to the log of the tenant, see {@link EventLog#append(Firsts)}. */
    public CompletableFuture<List<Firsts.Place>> append(Firsts request) {
        return of(request.tenant()).append(request);
    }

    /** The events of a stream after a version, in order. */
    public List<Recorded> readStream(StreamKey stream, long afterVersion) {
        return of(stream.tenant()).readStream(stream, afterVersion);
    }

    /** All events of several streams of a tenant, see {@link EventLog#readStreams}. */
    public Optional<List<Recorded>> readStreams(UUID tenant, Collection<UUID> streams) {
        return of(tenant).readStreams(tenant, streams);
    }

    /** Whether this process takes and commits requests, in every log. */
    public boolean isOpen() {
        return all().stream().allMatch(EventLog::isOpen);
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

    /** Commits what was accepted, then stops. */
    @Override
    public void close() throws InterruptedException {
        for (var log : all()) log.close();
        bell.close();
    }
}

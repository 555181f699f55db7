package io.stageline.eventlog;

import io.stageline.eventlog.Append.Appended;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One log: events are appended in groups and read in the order of their dense positions. */
public final class EventLog {
    private static final int READ = 1_000;

    private final LogTail tail;
    private final StoredEvents stored;
    private final EventTypes types;
    private final @Nullable GroupCommitter committer;
    private final Object turn = new Object();

    /** Without a committer it can only be read. */
    EventLog(LogTail tail, DataSource database, EventTypes types, @Nullable GroupCommitter committer) {
        this.tail = tail;
        this.stored = new StoredEvents(tail.log(), database, types);
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
        return tail.missing(position) == 0 ? stored.after(position, limit).events() : readForAll(position, limit);
    }

    /** Near the head everybody wants the same events: one reads and decodes them, the others find them in the tail. */
    private List<Recorded> readForAll(long position, int limit) {
        synchronized (turn) {
            var held = tail.after(position, limit);
            if (!held.isEmpty()) return held;
            var missing = tail.missing(position);
            var piece = stored.after(position, missing == 0 ? limit : Math.min(READ, missing));
            if (!piece.events().isEmpty()) tail.hold(piece.events(), piece.texts());
            return piece.events().subList(0, Math.min(limit, piece.events().size()));
        }
    }

    /** The events of a stream after a version, in order. */
    public List<Recorded> readStream(StreamKey stream, long afterVersion) {
        return stored.stream(stream, afterVersion);
    }

    /** All events of several streams of a tenant, stream by stream; nothing when they are too many to hold at once. */
    public Optional<List<Recorded>> readStreams(UUID tenant, Collection<UUID> streams) {
        return stored.streams(tenant, streams);
    }

    /** The position of the last event; 0 when the log is empty. */
    public long head() {
        return stored.head();
    }

    /** Waits until there are events after the position; false when the time is over first. */
    public boolean awaitAfter(long position, long millis) throws InterruptedException {
        return tail.await(position, millis);
    }

    /** Whether this process takes and commits requests. */
    public boolean isOpen() {
        return committer != null && committer.isOpen();
    }

    LogTail tail() {
        return tail;
    }

    /** Commits what was accepted, then stops. */
    void close() throws InterruptedException {
        if (committer != null) committer.close();
    }
}

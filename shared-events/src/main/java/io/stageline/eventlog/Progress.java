package io.stageline.eventlog;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far the projections of this process have come, for those who wait for it without asking the database. Their commits
 * do not wait for the disk: after a crash of the database only what is stored counts.
 */
public final class Progress {
    private final Map<String, Reached> projections = new ConcurrentHashMap<>();

    private final AtomicInteger times = new AtomicInteger();
    private volatile boolean lost;

    private static final class Reached {
        private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> waiting = new ConcurrentSkipListMap<>();
        private volatile long position;
    }

    /** Says that the projection's rows up to this position are committed. */
    public void reached(String projection, long position) {
        var reached = of(projection);
        reached.position = Math.max(reached.position, position);
        release(reached);
    }

    /** Trusts nothing any more, because the database may lose what projections wrote last. */
    public void lost() {
        lost = true;
        times.incrementAndGet();
    }

    /** Trusts again what is stored, and what is reached by batches that begin from now on. */
    public void found(Map<String, Long> stored) {
        times.incrementAndGet();
        stored.forEach((projection, position) -> of(projection).position = position);
        lost = false;
        projections.values().forEach(this::release);
    }

    /** How often the database was lost or found: what began before the last time says nothing. */
    public int times() {
        return times.get();
    }

    /** Whether the projection's rows up to this position are surely committed. */
    public boolean hasReached(String projection, long position) {
        return !lost && of(projection).position >= position;
    }

    /** Completes when the projection has reached the position in this process; never if it runs elsewhere. */
    public CompletableFuture<Void> whenReached(String projection, long position) {
        var reached = of(projection);
        if (hasReached(projection, position)) return CompletableFuture.completedFuture(null);
        var waiting = reached.waiting.computeIfAbsent(position, p -> new CompletableFuture<>());
        if (hasReached(projection, position)) release(reached);
        return waiting;
    }

    /** The position that the projection has reached in this process; 0 when nothing is known. */
    public long position(String projection) {
        return of(projection).position;
    }

    private Reached of(String projection) {
        return projections.computeIfAbsent(projection, name -> new Reached());
    }

    private void release(Reached reached) {
        if (lost) return;
        var done = reached.waiting.headMap(reached.position, true);
        done.keySet().forEach(position -> {
            var waiting = reached.waiting.remove(position);
            if (waiting != null) waiting.complete(null);
        });
    }
}

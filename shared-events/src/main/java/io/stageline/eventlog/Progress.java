package io.stageline.eventlog;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How far the projections of this process have come, for those who wait for it without asking the database. */
public final class Progress {
    private final Map<String, Reached> projections = new ConcurrentHashMap<>();

    private final AtomicInteger forgotten = new AtomicInteger();

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

    /** Knows nothing any more, because the database may have lost what projections wrote last. */
    public void forget() {
        forgotten.incrementAndGet();
        projections.values().forEach(reached -> reached.position = 0);
    }

    /** How often everything was forgotten: what began before the last time says nothing. */
    public int forgotten() {
        return forgotten.get();
    }

    /** Completes when the projection has reached the position in this process; never if it runs elsewhere. */
    public CompletableFuture<Void> whenReached(String projection, long position) {
        var reached = of(projection);
        if (reached.position >= position) return CompletableFuture.completedFuture(null);
        var waiting = reached.waiting.computeIfAbsent(position, p -> new CompletableFuture<>());
        if (reached.position >= position) release(reached);
        return waiting;
    }

    /** The position that the projection has reached in this process; 0 when nothing is known. */
    public long position(String projection) {
        return of(projection).position;
    }

    private Reached of(String projection) {
        return projections.computeIfAbsent(projection, name -> new Reached());
    }

    private static void release(Reached reached) {
        var done = reached.waiting.headMap(reached.position, true);
        done.keySet().forEach(position -> {
            var waiting = reached.waiting.remove(position);
            if (waiting != null) waiting.complete(null);
        });
    }
}

package io.stageline.eventlog;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** How far the projections have come, as far as this process knows, for those who wait for it. */
public final class Progress {
    private final Map<Follower, Reached> followers = new ConcurrentHashMap<>();
    private volatile long told = System.nanoTime() - Duration.ofDays(1).toNanos();

    private static final class Reached {
        private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> waiting = new ConcurrentSkipListMap<>();
        private volatile long position;
    }

    /** A projection of this process says that its rows up to this position are committed. */
    public void reached(Follower follower, long position) {
        told = System.nanoTime();
        seen(follower, position);
    }

    /** Somebody found in the database how far a projection has come, wherever it runs. */
    public void seen(Follower follower, long position) {
        var reached = of(follower);
        synchronized (reached) {
            reached.position = Math.max(reached.position, position);
        }
        release(reached);
    }

    /** Whether projections of this process told something so lately that they will tell the next thing too. */
    public boolean toldWithin(Duration lately) {
        return System.nanoTime() - told < lately.toNanos();
    }

    /** Completes when the projection is known to have reached the position. */
    public CompletableFuture<Void> whenReached(Follower follower, long position) {
        var reached = of(follower);
        if (reached.position >= position) return CompletableFuture.completedFuture(null);
        var waiting = reached.waiting.computeIfAbsent(position, p -> new CompletableFuture<>());
        if (reached.position >= position) release(reached);
        return waiting;
    }

    /** The position that the projection is known to have reached; 0 when nothing is known. */
    public long position(Follower follower) {
        return of(follower).position;
    }

    private Reached of(Follower follower) {
        return followers.computeIfAbsent(follower, name -> new Reached());
    }

    private static void release(Reached reached) {
        var done = reached.waiting.headMap(reached.position, true);
        done.keySet().forEach(position -> {
            var waiting = reached.waiting.remove(position);
            if (waiting != null) waiting.complete(null);
        });
    }
}

package io.stageline.eventlog;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far the projections have come, as far as this process knows, for those who wait for it. Their commits do not wait for
 * the disk: after a crash of the database only what is stored counts.
 */
public final class Progress {
    private final Map<Follower, Reached> followers = new ConcurrentHashMap<>();
    private volatile long told = System.nanoTime() - Duration.ofDays(1).toNanos();

    private final AtomicInteger times = new AtomicInteger();
    private volatile boolean lost;

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

    /** Trusts nothing any more, because the database may lose what projections wrote last. */
    public void lost() {
        lost = true;
        times.incrementAndGet();
    }

    /** Trusts again what is stored, and what is reached or seen from now on. */
    public void found(Map<Follower, Long> stored) {
        times.incrementAndGet();
        followers.values().forEach(reached -> reached.position = 0);
        stored.forEach((follower, position) -> of(follower).position = position);
        lost = false;
        followers.values().forEach(this::release);
    }

    /** How often the database was lost or found: what began before the last time says nothing. */
    public int times() {
        return times.get();
    }

    /** Whether the projection's rows up to this position are surely committed. */
    public boolean hasReached(Follower follower, long position) {
        return !lost && of(follower).position >= position;
    }

    /** Completes when the projection is known to have reached the position. */
    public CompletableFuture<Void> whenReached(Follower follower, long position) {
        var reached = of(follower);
        if (hasReached(follower, position)) return CompletableFuture.completedFuture(null);
        var waiting = reached.waiting.computeIfAbsent(position, p -> new CompletableFuture<>());
        if (hasReached(follower, position)) release(reached);
        return waiting;
    }

    /** The position that the projection is known to have reached; 0 when nothing is known. */
    public long position(Follower follower) {
        return of(follower).position;
    }

    private Reached of(Follower follower) {
        return followers.computeIfAbsent(follower, name -> new Reached());
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

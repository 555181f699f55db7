package io.stageline.write;

import io.stageline.eventlog.StreamKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Lets the commands to one stream follow each other: the next begins when the log has spoken on the one before. So no
 * decision is based on events that may still be refused, and nobody holds a thread while waiting.
 */
final class Turns {
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final ConcurrentHashMap<StreamKey, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
    private final Executor threads;

    Turns(Executor threads) {
        this.threads = threads;
    }

    /** Does the work now, on this thread, or after those who came before; its turn lasts until its future is done. */
    <T> CompletableFuture<T> take(StreamKey stream, Supplier<CompletableFuture<T>> work) {
        var turn = new CompletableFuture<Void>();
        var before = last.put(stream, turn);
        var begin = Workers.unlessLate(work);
        var result = before == null
                ? NOW.thenCompose(free -> begin.get())
                : before.thenComposeAsync(free -> begin.get(), threads);
        return result.whenComplete((done, failed) -> {
            last.remove(stream, turn);
            turn.complete(null);
        });
    }
}

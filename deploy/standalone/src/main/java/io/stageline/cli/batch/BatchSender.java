package io.stageline.cli.batch;

import io.stageline.cli.Api;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/** Sends batches, a few at a time; the first failure stops everything that follows. */
public final class BatchSender implements AutoCloseable {
    private static final int IN_FLIGHT = 4;

    private final Api api;
    private final Tally tally;
    private final Refusals refusals;
    private final LongConsumer rowsDone;
    private final ExecutorService workers = Executors.newFixedThreadPool(IN_FLIGHT);
    private final Semaphore free = new Semaphore(IN_FLIGHT);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    public BatchSender(Api api, Tally tally, Refusals refusals, LongConsumer rowsDone) {
        this.api = api;
        this.tally = tally;
        this.refusals = refusals;
        this.rowsDone = rowsDone;
    }

    /** Waits for a free place, then sends in the background. */
    CompletableFuture<Void> send(Batch batch) {
        free.acquireUninterruptibly();
        throwIfFailed();
        return CompletableFuture.runAsync(() -> transfer(batch), workers).whenComplete((done, failed) -> {
            if (failed != null) failure.compareAndSet(null, failed);
            free.release();
        });
    }

    /** Sends and waits: what follows belongs to the same contact and must not overtake it. */
    void sendAndWait(Batch batch) {
        send(batch).exceptionally(failed -> null).join();
        throwIfFailed();
    }

    /** Waits until everything sent so far is answered. */
    public void drain() {
        free.acquireUninterruptibly(IN_FLIGHT);
        free.release(IN_FLIGHT);
        throwIfFailed();
    }

    private void transfer(Batch batch) {
        if (failure.get() != null) return;
        byte[] answer = api.post("/v1/batch", "application/x-ndjson", batch.body());
        Results.read(answer, batch, tally, refusals);
        rowsDone.accept(tally.rows());
    }

    private void throwIfFailed() {
        Throwable failed = failure.get();
        if (failed == null) return;
        Throwable cause = failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        if (cause instanceof RuntimeException known) throw known;
        throw new IllegalStateException(cause);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}

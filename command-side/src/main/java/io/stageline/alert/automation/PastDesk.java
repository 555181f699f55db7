package io.stageline.alert.automation;

import io.stageline.refusal.Code;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Two threads for questions about the past, so that no command waits for one; one question of a tenant at a time. */
final class PastDesk implements AutoCloseable {
    private static final int THREADS = 2;

    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, this::thread);
    private final Set<UUID> underWay = new HashSet<>();

    private Thread thread(Runnable work) {
        var thread = new Thread(work, "past-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Answers the question; refuses it at once if the tenant has one under way, or all threads have one. */
    <T> CompletableFuture<T> ask(UUID tenant, Supplier<T> question) {
        enter(tenant);
        try {
            return CompletableFuture.supplyAsync(question, threads).whenComplete((answer, failed) -> leave(tenant));
        } catch (RejectedExecutionException stopped) {
            leave(tenant);
            throw Code.DRAINING.because("the server is stopping").asException();
        }
    }

    private synchronized void enter(UUID tenant) {
        if (underWay.contains(tenant))
            throw Code.TOO_MANY_REQUESTS
                    .because("a question of yours about the past is under way; try again when it is answered")
                    .asException();
        if (underWay.size() == THREADS)
            throw Code.OVERLOADED
                    .because("too many questions about the past are under way")
                    .asException();
        underWay.add(tenant);
    }

    private synchronized void leave(UUID tenant) {
        underWay.remove(tenant);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

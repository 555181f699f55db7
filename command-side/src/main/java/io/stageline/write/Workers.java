package io.stageline.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.stageline.refusal.Code;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The threads that carry out commands, never Netty's: so many at a time, so many waiting, the rest is shed at once. */
public final class Workers implements AutoCloseable {
    private static final int THREADS = 64;
    private static final int WAITING = 2_048;
    private static final int DRAIN_SECONDS = 8;

    private final ThreadPoolExecutor threads;

    public Workers(MeterRegistry metrics) {
        var number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                work -> new Thread(work, "command-" + number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
        new ExecutorServiceMetrics(threads, "commands", "stageline", java.util.List.of()).bindTo(metrics);
    }

    /** Does the work on one of the threads; refuses when too much is waiting already. */
    public <T> CompletableFuture<T> submit(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException full) {
            throw (threads.isShutdown()
                            ? Code.DRAINING.because("the server is stopping")
                            : Code.OVERLOADED.because("too many commands are waiting"))
                    .asException();
        }
    }

    /** Takes no more work and waits until what was taken is done. */
    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
}

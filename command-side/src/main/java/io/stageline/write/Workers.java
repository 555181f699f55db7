package io.stageline.write;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The threads that decide, never Netty's, and how much may be under way at once: what comes beyond that is shed at once. */
public final class Workers implements Executor, AutoCloseable {
    private static final int THREADS = 16;
    private static final int UNDER_WAY = 1_024;
    private static final int DRAIN_SECONDS = 8;
    private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Semaphore room = new Semaphore(UNDER_WAY);
    private final ThreadPoolExecutor threads;
    private volatile boolean closing;

    public Workers(MeterRegistry metrics) {
        var number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(), // never longer than what may be under way
                work -> new Thread(work, "command-" + number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
        new ExecutorServiceMetrics(threads, "commands", "stageline", List.of()).bindTo(metrics);
        Gauge.builder("stageline.commands.under.way", room, free -> UNDER_WAY - free.availablePermits())
                .register(metrics);
    }

    /** Starts the work on one of the threads; it is under way until its future is done. */
    public <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> work) {
        if (closing) throw Code.DRAINING.because("the server is stopping").asException();
        if (!room.tryAcquire()) throw overloaded();
        try {
            return until(CompletableFuture.supplyAsync(unlessLate(work), threads), room::release);
        } catch (RejectedExecutionException stopped) {
            room.release();
            throw Code.DRAINING.because("the server is stopping").asException();
        }
    }

    /** What the work comes to, and the end of what it occupied, also when nobody waits for it any more. */
    public static <T> CompletableFuture<T> until(CompletableFuture<CompletableFuture<T>> work, Runnable end) {
        var result = work.thenCompose(started -> started);
        result.whenComplete((done, failed) -> end.run());
        return result.copy(); // a caller that hangs up cancels the copy only
    }

    /** Work that is refused if it does not begin soon: nobody is there any more for what waits too long, and those behind it wait less. */
    static <T> Supplier<CompletableFuture<T>> unlessLate(Supplier<CompletableFuture<T>> work) {
        var since = System.nanoTime();
        return () ->
                System.nanoTime() - since > MOST_WAIT_NANOS ? CompletableFuture.failedFuture(overloaded()) : work.get();
    }

    private static Refused overloaded() {
        return Code.OVERLOADED.because("too many commands are waiting").asException();
    }

    /** Does blocking work on one of the threads. */
    public <T> CompletableFuture<T> submit(Supplier<T> work) {
        return start(() -> CompletableFuture.completedFuture(work.get()));
    }

    /** Goes on, on one of the threads, with work that is under way already. */
    @Override
    public void execute(Runnable continuation) {
        threads.execute(continuation);
    }

    /** Takes no more work and waits until what was taken is done. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        if (room.tryAcquire(UNDER_WAY, DRAIN_SECONDS, TimeUnit.SECONDS)) room.release(UNDER_WAY);
        threads.shutdown();
    }
}

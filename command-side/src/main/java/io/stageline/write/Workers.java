package io.stageline.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The threads that carry out commands, never Netty's: so many at a time, so many waiting, the rest is shed at once. */
public final class Workers implements AutoCloseable {
    private static final int THREADS = 64;
    private static final int WAITING = 2_048;
    private static final int DRAIN_SECONDS = 8;
    private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

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

    /** Does the work on one of the threads; refuses when too much is waiting already, or has been for too long. */
    public <T> CompletableFuture<T> submit(Supplier<T> work) {
        if (isLate(threads.getQueue().peek())) throw overloaded();
        return start(new Task<>(work, true));
    }

    /** Goes on with work that was let in before: it waits for its turn however long that takes. */
    public <T> CompletableFuture<T> goOn(Supplier<T> work) {
        return start(new Task<>(work, false));
    }

    private <T> CompletableFuture<T> start(Task<T> task) {
        try {
            threads.execute(task);
            return task.done;
        } catch (RejectedExecutionException full) {
            throw threads.isShutdown()
                    ? Code.DRAINING.because("the server is stopping").asException()
                    : overloaded();
        }
    }

    private static boolean isLate(@Nullable Runnable first) {
        return first instanceof Task<?> task && task.isLate();
    }

    private static Refused overloaded() {
        return Code.OVERLOADED.because("too many commands are waiting").asException();
    }

    /** Work and since when it waits. Nobody is there any more for what waited too long, and those behind it wait less. */
    private static final class Task<T> implements Runnable {
        private final Supplier<T> work;
        private final boolean mayBeShed;
        private final long since = System.nanoTime();
        private final CompletableFuture<T> done = new CompletableFuture<>();

        Task(Supplier<T> work, boolean mayBeShed) {
            this.work = work;
            this.mayBeShed = mayBeShed;
        }

        boolean isLate() {
            return mayBeShed && System.nanoTime() - since > MOST_WAIT_NANOS;
        }

        @Override
        public void run() {
            try {
                if (isLate()) throw overloaded();
                done.complete(work.get());
            } catch (RuntimeException | Error failed) {
                done.completeExceptionally(failed);
            }
        }
    }

    /** Takes no more work and waits until what was taken is done. */
    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
}

package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.stageline.refusal.Code;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What administrators ask is done on threads of its own, never Netty's; more than a few at once are sent away. */
final class Requests implements AutoCloseable {
    /** How the name of a key begins where it acts. */
    static final String KEY = "key ";

    private static final int THREADS = 2;
    private static final int WAITING = 32;
    private static final int DRAIN_SECONDS = 5;

    private final ThreadPoolExecutor threads;

    Requests() {
        var number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                    var thread = new Thread(work, "administration-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does blocking work; it is done to its end even if nobody waits for the answer any more. */
    <T> Mono<T> answer(Callable<T> work) {
        return Mono.defer(() -> Mono.fromFuture(begun(work)))
                .onErrorMap(
                        CompletionException.class, failed -> failed.getCause() == null ? failed : failed.getCause());
    }

    private <T> CompletableFuture<T> begun(Callable<T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> called(work), threads);
        } catch (RejectedExecutionException full) {
            throw Code.OVERLOADED
                    .because("too many administrators' requests are waiting")
                    .asException();
        }
    }

    private static <T> T called(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new CompletionException(failed);
        }
    }

    /** How the audit names who asks. */
    static String actor(Caller caller) {
        return KEY + caller.keyId();
    }

    /** To pass over an Idempotency-Key would let its sender believe that a repetition is safe. */
    static void takeNoKey(ServerWebExchange exchange) {
        if (exchange.getRequest().getHeaders().containsHeader("Idempotency-Key"))
            throw Code.IDEMPOTENCY_KEY_MALFORMED
                    .because("no Idempotency-Key is needed here: the state of the job, generation or letter decides")
                    .asException();
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
}

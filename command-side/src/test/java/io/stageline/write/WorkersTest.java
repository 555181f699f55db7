package io.stageline.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final AtomicLong now = new AtomicLong();
    private final Workers workers = new Workers(new SimpleMeterRegistry(), now::get);

    @AfterEach
    void close() throws InterruptedException {
        workers.close();
    }

    /** Work that begins, is seen to have begun, and ends when the door opens. */
    private final class Held {
        private final Semaphore begun = new Semaphore(0);
        private final CompletableFuture<Boolean> door = new CompletableFuture<>();
        private final CompletableFuture<Void> all;

        Held(int pieces) {
            var works = Stream.generate(this::start).limit(pieces).toArray(CompletableFuture<?>[]::new);
            all = CompletableFuture.allOf(works);
        }

        private CompletableFuture<Boolean> start() {
            return workers.submit(() -> {
                begun.release();
                return door.join();
            });
        }

        void open() {
            door.complete(true);
        }
    }

    /** All threads are held by work that waited so long, and behind it so many wait. */
    private Held waiting(int pieces, Duration waited) throws InterruptedException {
        var first = new Held(Workers.THREADS);
        var next = new Held(Workers.THREADS + pieces);
        now.addAndGet(waited.toNanos());
        first.open();
        next.begun.acquire(Workers.THREADS);
        return next;
    }

    @Test
    void a_burst_is_taken_and_who_would_join_a_long_queue_that_stands_is_refused() throws InterruptedException {
        var burst = waiting(Workers.SHORT_QUEUE, Workers.STANDING.plusNanos(1));

        assertThatThrownBy(() -> workers.submit(() -> "joins"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(Code.OVERLOADED));

        burst.open();
        assertThat(burst.all).succeedsWithin(Duration.ofSeconds(20));
        assertThat(workers.submit(() -> "comes later").join()).isEqualTo("comes later");
    }

    @Test
    void a_queue_that_moves_is_joined_however_long_it_is() throws InterruptedException {
        isJoined(waiting(2 * Workers.SHORT_QUEUE, Workers.STANDING));
    }

    @Test
    void a_short_queue_is_joined_however_slow_it_is() throws InterruptedException {
        isJoined(waiting(Workers.SHORT_QUEUE - 1, Workers.STANDING.multipliedBy(10)));
    }

    private void isJoined(Held queue) {
        var joins = workers.submit(() -> "joins");
        queue.open();
        assertThat(joins).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("joins");
    }
}

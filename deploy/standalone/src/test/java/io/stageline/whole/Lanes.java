package io.stageline.whole;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The same work done by several threads at the same time. */
public final class Lanes {
    private Lanes() {}

    /** Runs it once in each lane, which it is told by its number; what fails in one fails the test. */
    public static void run(int lanes, IntConsumer work) {
        var threads = Executors.newFixedThreadPool(lanes);
        try {
            CompletableFuture.allOf(IntStream.range(0, lanes)
                            .mapToObj(lane -> CompletableFuture.runAsync(() -> work.accept(lane), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            threads.shutdownNow();
        }
    }
}

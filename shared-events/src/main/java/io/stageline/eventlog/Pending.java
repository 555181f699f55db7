package io.stageline.eventlog;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request that waits for its group commit, its events already written as JSON by the thread that asked. */
sealed interface Pending {
    long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    List<String> payloads();

    CompletableFuture<?> verdict();

    /** Since when it waits (nanoseconds). */
    long since();

    /** Whether the request may join a group in which these streams and idempotency keys are taken; if so, takes its own. */
    boolean joins(Set<Object> taken);

    /** Whether it waited so long that nobody is there any more for its verdict. */
    default boolean isLate() {
        return System.nanoTime() - since() > MOST_WAIT_NANOS;
    }

    /** Whether both can be committed by one call. */
    default boolean isLike(Pending other) {
        return getClass() == other.getClass();
    }

    /** Its outcome is not known, and why. */
    default void fail(String message, @Nullable Throwable cause) {
        verdict().completeExceptionally(new LogUnavailable(message, cause));
    }

    /** Events that follow the expected version of one stream. */
    record Following(Append append, List<String> payloads, CompletableFuture<Append.Appended> verdict, long since)
            implements Pending {
        @Override
        public boolean joins(Set<Object> taken) {
            var stream = append.expectedVersion() == Append.ANY_VERSION ? null : append.stream();
            var key = append.answer() == null
                    ? null
                    : List.of(append.stream().tenant(), append.answer().key());
            if (stream != null && taken.contains(stream) || key != null && taken.contains(key)) return false;
            if (stream != null) taken.add(stream);
            if (key != null) taken.add(key);
            return true;
        }
    }

    /** Events that each begin a stream. */
    record Beginning(Firsts firsts, List<String> payloads, CompletableFuture<List<Firsts.Place>> verdict, long since)
            implements Pending {
        @Override
        public boolean joins(Set<Object> taken) {
            return true; // the call itself sees to streams that are begun twice
        }
    }
}

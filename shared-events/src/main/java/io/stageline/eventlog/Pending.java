package io.stageline.eventlog;

import io.stageline.eventlog.Append.Appended;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request that waits for its group commit since then (nanoseconds), its events already written as JSON by the thread that asked. */
record Pending(Append append, List<String> payloads, CompletableFuture<Appended> verdict, long since) {
    private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Whether it waited so long that nobody is there any more for its verdict. */
    boolean isLate() {
        return System.nanoTime() - since > MOST_WAIT_NANOS;
    }

    /** Whether the request may join a group in which these streams and idempotency keys are taken; if so, takes its own. */
    boolean joins(Set<Object> taken) {
        var stream = append.expectedVersion() == Append.ANY_VERSION ? null : append.stream();
        var key = append.answer() == null
                ? null
                : List.of(append.stream().tenant(), append.answer().key());
        if (stream != null && taken.contains(stream) || key != null && taken.contains(key)) return false;
        if (stream != null) taken.add(stream);
        if (key != null) taken.add(key);
        return true;
    }

    /** Its outcome is not known, and why. */
    void fail(String message, @Nullable Throwable cause) {
        verdict.completeExceptionally(new LogUnavailable(message, cause));
    }
}

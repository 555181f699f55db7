package io.stageline.eventlog;

import io.stageline.eventlog.Append.Appended;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A request that waits for its group commit, its events already written as JSON by the thread that asked. */
record Pending(Append append, List<String> payloads, CompletableFuture<Appended> verdict) {
    /** What two requests of one group must not share: the stream they append to. */
    Object stream() {
        return append.events().isEmpty() ? this : append.stream();
    }

    /** What two requests of one group must not share: the idempotency key of their tenant. */
    Object key() {
        var answer = append.answer();
        return answer == null ? this : List.of(append.stream().tenant(), answer.key());
    }
}

package io.stageline.query;

import java.util.concurrent.CancellationException;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Waiting together: what several wait for is asked once, and given up when nobody waits any more. */
final class Joining {
    private static final Retry AGAIN = Retry.indefinitely().filter(CancellationException.class::isInstance);

    private Joining() {}

    /** Who joins in the very moment in which the last of the others leaves is cut off with them, and joins again. */
    static <T> Mono<T> again(Mono<T> joined) {
        return joined.retryWhen(AGAIN);
    }
}

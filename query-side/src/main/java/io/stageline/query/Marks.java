package io.stageline.query;

import io.stageline.http.Caller;
import io.stageline.query.TenantReads.Seen;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/**
 * Looks up the marks of journals, however many ask: for each journal one look at a time. Whoever comes while it is under
 * way shares the next one, which begins after he asked, so nobody is told what was true before.
 */
final class Marks {
    private final Map<Key, Asking> asking = new ConcurrentHashMap<>();
    private final BiFunction<Caller, UUID, Mono<Seen>> look;

    private record Key(UUID tenant, UUID journal) {}

    /** Those who wait for the look under way, and those who wait for the one after it. */
    private record Asking(CompletableFuture<Seen> now, CompletableFuture<Seen> next, boolean isAwaited) {
        static Asking begun(CompletableFuture<Seen> now) {
            return new Asking(now, new CompletableFuture<>(), false);
        }

        Asking awaited() {
            return new Asking(now, next, true);
        }
    }

    Marks(BiFunction<Caller, UUID, Mono<Seen>> look) {
        this.look = look;
    }

    Mono<Seen> of(Caller caller, UUID journal) {
        var mine = new CompletableFuture<Seen>();
        var asked = asking.compute(
                new Key(caller.tenant(), journal),
                (key, under) -> under == null ? Asking.begun(mine) : under.awaited());
        if (asked.now == mine) begin(caller, journal, mine);
        return Mono.fromFuture(asked.now == mine ? mine : asked.next, true);
    }

    private void begin(Caller caller, UUID journal, CompletableFuture<Seen> waiting) {
        var key = new Key(caller.tenant(), journal);
        look.apply(caller, journal).toFuture().whenComplete((seen, failure) -> {
            var then = asking.computeIfPresent(key, (same, done) -> done.isAwaited ? Asking.begun(done.next) : null);
            if (failure == null) waiting.complete(seen);
            else waiting.completeExceptionally(failure);
            if (then != null) begin(caller, journal, then.now);
        });
    }
}

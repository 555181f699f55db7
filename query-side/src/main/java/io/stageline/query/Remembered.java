package io.stageline.query;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

/**
 * Answers about journals as they were sent, each for as long as its journal keeps its mark and the clock its bytes; however
 * many ask the same at once, one of them reads. It may be emptied at any time, and nothing stays in it for a minute.
 */
final class Remembered {
    private static final long AT_MOST_BYTES = 16 << 20;
    private static final int FRAME_BYTES = 500;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final AsyncCache<Key, Sent> answers = Caffeine.newBuilder()
            .maximumWeight(AT_MOST_BYTES)
            .weigher((Key key, Sent sent) -> FRAME_BYTES + sent.rendered.body().length)
            .expireAfterWrite(LONGEST)
            .buildAsync();

    /** What was asked, by whose member, and at which mark of the journal. */
    record Key(UUID tenant, UUID journal, long mark, Object question, When when) {}

    /** An answer, with the headers that belong to it. */
    record Sent(HttpHeaders headers, Rendered rendered) {
        private boolean holds(long now) {
            return rendered.until() == 0 || now < rendered.until();
        }
    }

    /** The answer that holds now (microseconds since 1970), remembered or read. */
    Mono<Sent> of(Key key, long now, Supplier<Mono<Sent>> read) {
        return Mono.defer(() -> {
            var mine = new CompletableFuture<Sent>();
            var known = answers.asMap().putIfAbsent(key, mine);
            if (known == null) {
                begin(key, mine, read);
                return Mono.fromFuture(mine, true);
            }
            return Mono.fromFuture(known, true).flatMap(sent -> {
                if (sent.holds(now)) return Mono.just(sent);
                answers.asMap().remove(key, known);
                return of(key, now, read);
            });
        });
    }

    private void begin(Key key, CompletableFuture<Sent> mine, Supplier<Mono<Sent>> read) {
        read.get().toFuture().whenComplete((sent, failure) -> {
            if (failure == null) mine.complete(sent);
            else mine.completeExceptionally(failure);
            if (failure == null && sent.rendered.mark() == 0) answers.asMap().remove(key, mine);
        });
    }
}

package io.stageline.query;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

    private final AsyncCache<Key, @Nullable Sent> answers = Caffeine.newBuilder()
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
            var mine = new CompletableFuture<@Nullable Sent>();
            var known = answers.asMap().putIfAbsent(key, mine);
            if (known == null) return kept(mine, read.get());
            return Mono.fromFuture(known, true).filter(sent -> sent.holds(now)).switchIfEmpty(Mono.defer(() -> {
                answers.asMap().remove(key, known);
                return read.get();
            }));
        });
    }

    /** Nothing is kept of a failure, nor of an answer that says nothing of how long it holds. */
    private static Mono<Sent> kept(CompletableFuture<@Nullable Sent> mine, Mono<Sent> reading) {
        var answer = reading.toFuture();
        answer.whenComplete((sent, failure) -> mine.complete(sent == null || sent.rendered.mark() == 0 ? null : sent));
        return Mono.fromFuture(answer, true);
    }
}

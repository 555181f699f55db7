package io.stageline.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Cache<Key, Sent> answers = Caffeine.newBuilder()
            .maximumWeight(AT_MOST_BYTES)
            .weigher((Key key, Sent sent) -> FRAME_BYTES + sent.rendered.body().length)
            .expireAfterWrite(LONGEST)
            .build();
    private final Map<Key, Mono<Sent>> underWay = new ConcurrentHashMap<>();

    /** What was asked, by whose member, and at which mark of the journal. */
    record Key(UUID tenant, UUID journal, long mark, Object question, When when) {}

    /** An answer, with the headers that belong to it. */
    record Sent(HttpHeaders headers, Rendered rendered) {
        private boolean holds(long now) {
            return rendered.until() == 0 || now < rendered.until();
        }
    }

    /** The answer that holds now (microseconds since 1970), remembered or read. */
    Mono<Sent> of(Key key, long now, Mono<Sent> read) {
        return Mono.defer(() -> {
            var sent = answers.getIfPresent(key);
            return sent != null && sent.holds(now)
                    ? Mono.just(sent)
                    : underWay.computeIfAbsent(key, unread -> shared(key, read));
        });
    }

    /** Who joins waits for the same read, which is given up when nobody waits any more. */
    private Mono<Sent> shared(Key key, Mono<Sent> read) {
        return read.doOnNext(sent -> keep(key, sent))
                .doOnTerminate(() -> underWay.remove(key))
                .doOnCancel(() -> underWay.remove(key)) // before it is given up: nobody joins it then
                .flux()
                .replay(1)
                .refCount()
                .singleOrEmpty();
    }

    /** Nothing is kept of an answer that does not say how long it holds. */
    private void keep(Key key, Sent sent) {
        if (sent.rendered.mark() > 0) answers.put(key, sent);
    }
}

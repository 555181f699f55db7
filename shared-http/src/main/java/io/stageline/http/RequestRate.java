package io.stageline.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.LocalBucket;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.time.Duration;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How many requests one key may send: so many a second, evenly or all at once; any number where nothing is set. */
@Component
class RequestRate {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int AT_MOST = 10_000;

    private final int perSecond;
    private final Cache<UUID, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(AT_MOST)
            .expireAfterAccess(SECOND.multipliedBy(2))
            .build();

    RequestRate(@Value("${stageline.requests-per-second:0}") int perSecond) {
        if (perSecond < 0) throw new IllegalArgumentException("requests per second must be 0 (any number) or more");
        this.perSecond = perSecond;
    }

    /** Whether the key may send one more request now. */
    boolean admits(UUID key) {
        return perSecond == 0 || buckets.get(key, unknown -> full()).tryConsume(1);
    }

    LocalBucket full() {
        return Bucket.builder()
                .withNanosecondPrecision() // not the time of day, which may be put back
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, SECOND))
                .build();
    }

    static Refused refused() {
        return Code.TOO_MANY_REQUESTS
                .because("This key has sent as many requests as it may in a second; try again in a moment.")
                .asException();
    }
}

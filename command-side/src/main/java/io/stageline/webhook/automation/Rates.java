package io.stageline.webhook.automation;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.LocalBucket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many messages a second this process sends to an endpoint, where its owner set a limit. */
final class Rates {
    private final Map<EndpointKey, Limit> limits = new ConcurrentHashMap<>();

    private record Limit(int perSecond, Bucket bucket) {
        static Limit of(int perSecond) {
            return new Limit(perSecond, full(perSecond));
        }
    }

    static LocalBucket full(int perSecond) {
        return Bucket.builder()
                .withNanosecondPrecision() // not the time of day, which may be put back
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    /** How many of so many may be sent now; what is not used must be given back. */
    int admitted(EndpointKey endpoint, @Nullable Integer perSecond, int wanted) {
        if (perSecond == null || wanted == 0) return wanted;
        return (int) limit(endpoint, perSecond).bucket.tryConsumeAsMuchAsPossible(wanted);
    }

    void notUsed(EndpointKey endpoint, @Nullable Integer perSecond, int admitted) {
        if (perSecond != null && admitted > 0) limit(endpoint, perSecond).bucket.addTokens(admitted);
    }

    private Limit limit(EndpointKey endpoint, int perSecond) {
        return limits.compute(
                endpoint, (same, limit) -> limit != null && limit.perSecond == perSecond ? limit : Limit.of(perSecond));
    }
}

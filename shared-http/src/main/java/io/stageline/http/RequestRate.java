package io.stageline.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How many requests one key may send: so many a second, evenly or all at once; any number where nothing is set. */
@Component
class RequestRate {
    private static final long A_SECOND = Duration.ofSeconds(1).toNanos();
    private static final int AT_MOST = 10_000;

    private final long nanosEach;
    private final Cache<UUID, AtomicLong> paidUntil = Caffeine.newBuilder()
            .maximumSize(AT_MOST)
            .expireAfterAccess(Duration.ofSeconds(2))
            .build();

    RequestRate(@Value("${stageline.requests-per-second:0}") int perSecond) {
        if (perSecond < 0 || perSecond > A_SECOND)
            throw new IllegalArgumentException("requests per second must be 0 (any number) or more");
        this.nanosEach = perSecond == 0 ? 0 : A_SECOND / perSecond;
    }

    /** Whether the key may send one more request now; each takes its share of the second. */
    boolean admits(UUID key) {
        return nanosEach == 0 || admits(key, System.nanoTime());
    }

    boolean admits(UUID key, long now) {
        var paid = paidUntil.get(key, unknown -> new AtomicLong(now));
        while (true) {
            var until = paid.get();
            var next = (until - now > 0 ? until : now) + nanosEach;
            if (next - now > A_SECOND) return false;
            if (paid.compareAndSet(until, next)) return true;
        }
    }

    static Refused refused() {
        return Code.TOO_MANY_REQUESTS
                .because("This key has sent as many requests as it may in a second; try again in a moment.")
                .asException();
    }
}

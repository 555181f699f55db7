package io.stageline.journal.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stageline.journal.query.JournalQueries.GridOf;
import io.stageline.query.Reading;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many rows a filter finds, remembered while the grid stands at one position; it may be emptied at any time. */
@Component
class Totals {
    private static final int AT_MOST = 10_000;
    private static final Duration UNUSED = Duration.ofMinutes(5);

    private final Cache<Key, Long> known =
            Caffeine.newBuilder().maximumSize(AT_MOST).expireAfterAccess(UNUSED).build();

    private record Key(UUID tenant, long position, UUID journal, List<@Nullable String> filters) {}

    /** The total, or null when it has to be counted. */
    @Nullable
    Long of(GridOf question, Reading reading) {
        return isLasting(question, reading) ? known.getIfPresent(key(question, reading)) : null;
    }

    void remember(GridOf question, Reading reading, long total) {
        if (isLasting(question, reading)) known.put(key(question, reading), total);
    }

    void clear() {
        known.invalidateAll();
    }

    /** Staleness moves with the clock, and at position 0 nothing is known of what the tables show. */
    private static boolean isLasting(GridOf question, Reading reading) {
        return question.staleness() == null && reading.position() > 0;
    }

    private static Key key(GridOf question, Reading reading) {
        var filters = Arrays.asList(question.stage(), question.reached(), question.decision(), question.q());
        return new Key(reading.tenant(), reading.position(), question.journalId(), filters);
    }
}

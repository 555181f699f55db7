package io.stageline.journal.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stageline.journal.query.JournalQueries.Chosen;
import io.stageline.journal.query.JournalQueries.GridOf;
import io.stageline.query.Reading;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many rows a filter finds, remembered while its grid stands at one mark; it may be emptied at any time. */
@Component
class Totals {
    private static final int AT_MOST = 10_000;
    private static final long PRESENT = -1;
    private static final Duration UNUSED = Duration.ofMinutes(5);

    private final Cache<Key, Long> known =
            Caffeine.newBuilder().maximumSize(AT_MOST).expireAfterAccess(UNUSED).build();

    private record Key(UUID tenant, UUID journal, long mark, long position, Chosen which) {}

    /** The total, or null when it has to be counted. */
    @Nullable
    Long of(GridOf question, Layout layout, Reading reading) {
        return isLasting(question, layout) ? known.getIfPresent(key(question, layout, reading)) : null;
    }

    void remember(GridOf question, Layout layout, Reading reading, long total) {
        if (isLasting(question, layout)) known.put(key(question, layout, reading), total);
    }

    private static boolean isLasting(GridOf question, Layout layout) {
        return !question.which().changesWithTime() && layout.mark() > 0;
    }

    private static Key key(GridOf question, Layout layout, Reading reading) {
        var position = reading.isPast() ? reading.position() : PRESENT;
        return new Key(reading.tenant(), question.journalId(), layout.mark(), position, question.which());
    }
}

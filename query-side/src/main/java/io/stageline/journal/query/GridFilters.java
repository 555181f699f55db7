package io.stageline.journal.query;

import io.stageline.journal.events.PathText;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.JournalQueries.Chosen;
import io.stageline.query.Filters;
import io.stageline.query.Reading;
import io.stageline.query.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The conditions by which entries of a grid are chosen, present or past. */
final class GridFilters {
    private static final String NONE = "NONE";

    private static final String ROTTEN = """
            current_since <= :now - interval '24 hours' * (
                (SELECT rot_days FROM %s AS laid_out WHERE tenant_id = :tenant AND journal_id = :journal)
                ->> current_stage)::int""";

    private GridFilters() {}

    /** The conditions; refused when a word is not one of the journal's. */
    static Filters of(Chosen which, Layout layout, Reading reading) {
        checkWords(which, layout);
        var none = NONE.equals(which.decision());
        var filters = new Filters()
                .when(which.stage(), "current_stage = :stage", "stage")
                .when(reached(which), "strpos(path, :reached) > 0", "reached")
                .when(none ? null : which.decision(), "decision_status = :decision", "decision")
                .when(Filters.containing(which.q()), "sort_name LIKE :pattern", "pattern");
        if (none) filters.and("decision_status IS NULL");
        if (which.rotten() != null)
            filters.and("coalesce(%s, false) = %s".formatted(rotten(reading.source()), which.rotten()));
        return fresh(filters, which.staleness(), reading.now());
    }

    /** Whether an entry is in its stage for as many days as its journal allows; null where it allows any number. */
    static String rotten(Source source) {
        return ROTTEN.formatted(source.journal());
    }

    private static @Nullable String reached(Chosen which) {
        return which.reached() == null ? null : PathText.key(which.reached());
    }

    /** Age is never stored: a level of staleness is a stretch of time that ends some days before now. */
    private static Filters fresh(Filters filters, @Nullable Staleness level, Instant now) {
        if (level == null) return filters;
        var levels = Staleness.values();
        if (level.fromDays() > 0)
            filters.when(now.minus(Duration.ofDays(level.fromDays())), "last_activity_at <= :until", "until");
        if (level.ordinal() + 1 < levels.length) {
            var next = Duration.ofDays(levels[level.ordinal() + 1].fromDays());
            filters.when(now.minus(next), "last_activity_at > :since", "since");
        }
        return filters;
    }

    private static void checkWords(Chosen which, Layout layout) {
        Filters.checkWord("stage", which.stage(), layout.stages());
        Filters.checkWord("reached", which.reached(), layout.stages());
        var statuses = new ArrayList<>(layout.statuses());
        statuses.add(NONE);
        Filters.checkWord("decision", which.decision(), statuses);
    }
}

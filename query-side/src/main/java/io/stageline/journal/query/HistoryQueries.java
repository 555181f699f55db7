package io.stageline.journal.query;

import io.stageline.query.Filters;
import io.stageline.query.Page;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every question about what happened to one entry; {@link HistoryAnswers} holds the shapes of the answers. */
public sealed interface HistoryQueries {

    /** The stage events of an entry, newest first; the history of a removed entry stays readable. */
    record TimelineOf(
            UUID journalId,
            UUID contactId,
            @Nullable String stage,
            int limit,
            @Nullable String cursor) implements HistoryQueries {
        public TimelineOf {
            stage = Filters.given(stage);
            Page.limit(limit);
        }
    }

    /** Every decision of an entry and every correction, newest first; with a day only what is in force on it. */
    record DecisionHistoryOf(
            UUID journalId,
            UUID contactId,
            @Nullable LocalDate effectiveOn,
            int limit,
            @Nullable String cursor) implements HistoryQueries {
        private static final int FIRST_YEAR = 1900;
        private static final int LAST_YEAR = 2199;

        public DecisionHistoryOf {
            Page.limit(limit);
            if (effectiveOn != null && (effectiveOn.getYear() < FIRST_YEAR || effectiveOn.getYear() > LAST_YEAR))
                throw Filters.invalid("effectiveOn", "a day of the years 1900 to 2199");
        }
    }

    /** Every event behind the cell of a stage, newest first. */
    record CellExplainOf(
            UUID journalId,
            UUID contactId,
            String stage,
            int limit,
            @Nullable String cursor) implements HistoryQueries {
        public CellExplainOf {
            Page.limit(limit);
        }
    }

    /** Every event behind the decision in force, newest first. */
    record DecisionExplainOf(
            UUID journalId,
            UUID contactId,
            int limit,
            @Nullable String cursor) implements HistoryQueries {
        public DecisionExplainOf {
            Page.limit(limit);
        }
    }
}

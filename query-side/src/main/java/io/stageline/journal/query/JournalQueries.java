package io.stageline.journal.query;

import io.stageline.journal.events.Staleness;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every question about journals and their entries; {@link JournalAnswers} holds the shapes of the answers. */
public sealed interface JournalQueries {

    /** The journals, oldest first; with a name only those called exactly so. */
    record Journals(
            @Nullable String name, int limit, @Nullable String cursor) implements JournalQueries {
        public Journals {
            name = Filters.given(name);
            Page.limit(limit);
        }
    }

    record OneJournal(UUID journalId) implements JournalQueries {}

    /** The rows of a journal's grid that pass every filter given. */
    record GridOf(
            UUID journalId,
            @Nullable String stage,
            @Nullable String reached,
            @Nullable Staleness staleness,
            @Nullable String decision,
            @Nullable String q,
            GridSort sort,
            int limit,
            @Nullable String cursor)
            implements JournalQueries {
        public GridOf {
            stage = Filters.given(stage);
            reached = Filters.given(reached);
            decision = Filters.given(decision);
            q = Filters.given(q);
            Page.limit(limit);
        }
    }
}

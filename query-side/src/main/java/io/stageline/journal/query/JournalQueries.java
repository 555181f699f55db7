package io.stageline.journal.query;

import io.stageline.journal.events.Staleness;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.When;
import java.util.Arrays;
import java.util.List;
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

    /** Which entries of a grid are meant: those for which everything holds that is given. */
    record Chosen(
            @Nullable String stage,
            @Nullable String reached,
            @Nullable Staleness staleness,
            @Nullable Boolean rotten,
            @Nullable String decision,
            @Nullable String q) {
        public Chosen {
            stage = Filters.given(stage);
            reached = Filters.given(reached);
            decision = Filters.given(decision);
            q = Filters.given(q);
        }

        /** Whether an entry may come in or drop out as time passes. */
        boolean changesWithTime() {
            return staleness != null || rotten != null;
        }

        List<@Nullable Object> parts() {
            return Arrays.asList(stage, reached, staleness, rotten, decision, q);
        }
    }

    /** The rows of a journal's grid that are meant, with the cells of the stages to show; without any, of all stages. */
    record GridOf(
            UUID journalId,
            Chosen which,
            List<String> show,
            GridSort sort,
            int limit,
            @Nullable String cursor) implements JournalQueries {
        public GridOf {
            Page.limit(limit);
        }
    }

    /** One row of a grid. */
    record RowOf(UUID journalId, UUID contactId) implements JournalQueries {}

    /** What changed in a grid after one moment and until another one. */
    record DiffOf(
            UUID journalId,
            When from,
            When to,
            int limit,
            @Nullable String cursor) implements JournalQueries {
        public DiffOf {
            Page.limit(limit);
        }
    }
}

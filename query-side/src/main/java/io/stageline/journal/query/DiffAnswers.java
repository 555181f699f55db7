package io.stageline.journal.query;

import io.stageline.journal.events.StageWarning;
import io.stageline.query.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The shapes of what changed in a grid between two moments. */
final class DiffAnswers {
    private DiffAnswers() {}

    /** A page of the entries that anything happened to, and how many there are in all. */
    record GridDiff(
            Moment from,
            Moment to,
            List<RowDiff> rows,
            long total,
            @Nullable String next) {}

    /**
     * What became of one entry; one that was changed and changed back has no fields. A field is {@code present},
     * {@code name}, {@code currentStage}, {@code cells.STAGE} or {@code decision}. What was added is told from nothing.
     */
    record RowDiff(
            UUID contactId,
            @Nullable String name,
            Change change,
            @Nullable Long version,
            Map<String, FieldDiff> fields) {}

    enum Change {
        added,
        removed,
        changed
    }

    /** A field as it was and as it came to be, null where there was nothing. */
    record FieldDiff(@Nullable Object from, @Nullable Object to) {}

    /** A cell without what the clock tells of it. */
    record CellThen(Instant at, int count, long version, List<StageWarning> warnings) {}
}

package io.stageline.journal.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.events.Staleness;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The shapes of the answers to {@link JournalQueries}. */
public final class JournalAnswers {
    private JournalAnswers() {}

    /** A journal with its ordered stages and the words its decisions may use. */
    public record Journal(
            UUID journalId,
            String name,
            List<String> stages,
            List<String> statuses,
            boolean archived,
            Instant createdAt,
            long version) {}

    /** A page of a grid. */
    public record Grid(
            List<GridRow> rows, long total, @Nullable String next) {}

    /** One entry: where it is, how fresh that is, a cell for every stage of the journal in its order, the decision. */
    public record GridRow(
            UUID contactId,
            @Nullable String name,
            @Nullable String currentStage,
            @Nullable Instant lastActivityAt,
            @Nullable Long daysSinceActivity,
            @Nullable Staleness staleness,
            long version,
            Map<String, Cell> cells,
            @Nullable GridDecision decision,
            int openAlerts) {}

    /** One stage of one entry; a stage that was not reached says only {@code completed: false}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cell(
            boolean completed,
            @Nullable Instant at,
            @Nullable Integer count,
            @Nullable Long daysAgo,
            @Nullable Staleness staleness,
            @Nullable Long version,
            @Nullable List<StageWarning> warnings) {
        static final Cell NOT_REACHED = new Cell(false, null, null, null, null, null, null);
    }

    /** The decision in force. */
    public record GridDecision(
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            long version) {}
}

package io.stageline.journal.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.stageline.journal.events.StageWarning;
import io.stageline.journal.query.JournalAnswers.Cell;
import io.stageline.journal.query.JournalAnswers.GridDecision;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a value of the grid is what it is: the value, and every event behind it with the command that caused it. */
public final class ExplainAnswers {
    private ExplainAnswers() {}

    /** A cell as the grid shows it, and the events of its stage. */
    public record CellExplanation(
            String field, Cell value, long total, @Nullable String next, List<Cause> because) {}

    /** The decision in force as the grid shows it, and everything that was decided and corrected. */
    public record DecisionExplanation(
            String field,

            @JsonRawValue @Schema(implementation = GridDecision.class) @Nullable
            String value,

            long total,
            @Nullable String next,
            List<Cause> because) {}

    /** What an event is to the value. */
    public enum Role {
        /** Its time is the one that is shown. */
        latest,
        /** It is one of those counted. */
        counted,
        /** It is counted, and had happened before something that was known already. */
        late,
        /** It was recorded by mistake and counts no longer. */
        withdrawn,
        /** It took back a stage event. */
        withdrawal,
        /** It is the decision in force. */
        current,
        /** It was followed by another decision. */
        previous,
        /** It was replaced by a correction. */
        corrected,
        /** It says how an earlier decision should have read. */
        correction,
        /** It is the stage event that a decision was recorded with. */
        stage
    }

    /**
     * One event behind a value: what it is to the value, what it said, and the command that caused it. A withdrawn stage
     * event holds its withdrawal, a decision the stage event that it was recorded with.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cause(
            Role role,
            UUID eventId,
            String type,
            long position,
            long version,
            CommandBehind command,
            UUID actor,
            @Nullable Instant occurredAt,
            Instant recordedAt,
            @Nullable String stage,
            @Nullable List<StageWarning> warnings,
            @Nullable String note,
            @Nullable UUID decisionId,
            @Nullable TermsSaid terms,
            @Nullable String reason,
            @Nullable Cause withdrawnBy,
            @Nullable Cause recordedWith) {}

    /** What was asked for when the event was recorded. */
    public record CommandBehind(String name, UUID id, UUID request) {}

    /** What a decision or a correction said. */
    public record TermsSaid(
            String status,
            @Nullable String amount,
            @Nullable String currency,
            String cadence,
            LocalDate effectiveFrom) {}
}

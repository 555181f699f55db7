package io.stageline.journal.query;

import io.stageline.http.Caller;
import io.stageline.journal.query.ExplainAnswers.CellExplanation;
import io.stageline.journal.query.ExplainAnswers.DecisionExplanation;
import io.stageline.journal.query.HistoryQueries.CellExplainOf;
import io.stageline.journal.query.HistoryQueries.DecisionExplainOf;
import io.stageline.query.TenantReads;
import io.stageline.query.When;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes that ask why a value of the grid is what it is. */
@RestController
@RequestMapping(path = "/v1/journals/{journalId}/entries/{contactId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Entries")
class ExplainApi {
    private final TenantReads reads;

    ExplainApi(TenantReads reads) {
        this.reads = reads;
    }

    @GetMapping("/cells/{stage}/explain")
    @Operation(
            operationId = "explainCell",
            summary = "Explains a cell: its value, and every event behind it with the command that caused it",
            description = "Newest first by position. A stage event that was withdrawn holds its withdrawal.")
    Mono<ResponseEntity<CellExplanation>> cell(
            Caller caller,
            @PathVariable UUID journalId,
            @PathVariable UUID contactId,
            @PathVariable String stage,
            @RequestParam(defaultValue = "25") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable Long atPosition,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new CellExplainOf(journalId, contactId, stage, limit, cursor);
        return reads.read(
                caller, minPosition, When.of(asOf, atPosition), reading -> ExplainCellReads.answer(question, reading));
    }

    @GetMapping("/decision/explain")
    @Operation(
            operationId = "explainDecision",
            summary = "Explains the decision in force: its value, and everything decided and corrected before",
            description = "Newest first by position. A decision holds the stage event that it was recorded with.")
    Mono<ResponseEntity<DecisionExplanation>> decision(
            Caller caller,
            @PathVariable UUID journalId,
            @PathVariable UUID contactId,
            @RequestParam(defaultValue = "25") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable Long atPosition,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new DecisionExplainOf(journalId, contactId, limit, cursor);
        return reads.read(
                caller,
                minPosition,
                When.of(asOf, atPosition),
                reading -> ExplainDecisionReads.answer(question, reading));
    }
}

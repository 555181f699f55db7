package io.stageline.journal.query;

import io.stageline.http.Caller;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.JournalAnswers.Grid;
import io.stageline.journal.query.JournalAnswers.Journal;
import io.stageline.journal.query.JournalQueries.GridOf;
import io.stageline.journal.query.JournalQueries.Journals;
import io.stageline.journal.query.JournalQueries.OneJournal;
import io.stageline.query.Page;
import io.stageline.query.TenantReads;
import io.stageline.query.When;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
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

/** The routes that ask about whole journals. */
@RestController
@RequestMapping(path = "/v1/journals", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Journals")
class JournalQueryApi {
    private final TenantReads reads;
    private final GridReads grids;

    JournalQueryApi(TenantReads reads, GridReads grids) {
        this.reads = reads;
        this.grids = grids;
    }

    @GetMapping
    @Operation(
            operationId = "listJournals",
            summary = "Lists journals, oldest first; with a name those called exactly so")
    Mono<ResponseEntity<Page<Journal>>> journals(
            Caller caller,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new Journals(name, limit, cursor);
        return reads.read(caller, minPosition, When.NOW, reading -> JournalReads.answer(question, reading));
    }

    @GetMapping("/{journalId}")
    @Operation(operationId = "getJournal", summary = "Shows one journal with its stages and statuses")
    Mono<ResponseEntity<Journal>> journal(
            Caller caller, @PathVariable UUID journalId, @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new OneJournal(journalId);
        return reads.read(caller, minPosition, When.NOW, reading -> JournalReads.answer(question, reading));
    }

    @GetMapping("/{journalId}/grid")
    @Operation(
            operationId = "getGrid",
            summary = "Shows the grid: one row per entry, one cell per stage, with freshness told from now",
            description = "Every filter given must hold. Rows without an activity or amount sort before all others.")
    Mono<ResponseEntity<Grid>> grid(
            Caller caller,
            @PathVariable UUID journalId,
            @Parameter(description = "The current stage") @RequestParam(required = false) @Nullable String stage,
            @Parameter(description = "A stage that was ever reached") @RequestParam(required = false) @Nullable
                    String reached,
            @Parameter(description = "How long ago the last activity was") @RequestParam(required = false) @Nullable
                    Staleness staleness,
            @Parameter(description = "The status of the decision in force, or NONE")
                    @RequestParam(required = false)
                    @Nullable
                    String decision,
            @Parameter(description = "A part of the name") @RequestParam(required = false) @Nullable String q,
            @Schema(allowableValues = {"name", "-name", "activity", "-activity", "amount", "-amount"})
                    @RequestParam(defaultValue = "name")
                    String sort,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new GridOf(journalId, stage, reached, staleness, decision, q, GridSort.of(sort), limit, cursor);
        return reads.read(caller, minPosition, When.NOW, reading -> grids.answer(question, reading));
    }
}

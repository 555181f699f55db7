package io.stageline.journal.query;

import io.stageline.http.Caller;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.DiffAnswers.GridDiff;
import io.stageline.journal.query.JournalAnswers.Grid;
import io.stageline.journal.query.JournalAnswers.GridRow;
import io.stageline.journal.query.JournalQueries.Chosen;
import io.stageline.journal.query.JournalQueries.DiffOf;
import io.stageline.journal.query.JournalQueries.GridOf;
import io.stageline.journal.query.JournalQueries.RowOf;
import io.stageline.query.Page;
import io.stageline.query.TaggedReads;
import io.stageline.query.TaggedReads.Asked;
import io.stageline.query.TenantReads;
import io.stageline.query.When;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes that show the grid, present and past, and one row of it. */
@RestController
@RequestMapping(path = "/v1/journals/{journalId}", produces = MediaType.APPLICATION_JSON_VALUE)
class GridApi {
    private static final String UNCHANGED = "What If-None-Match names is still true";

    private final TaggedReads tagged;
    private final TenantReads reads;
    private final GridReads grids;

    GridApi(TaggedReads tagged, TenantReads reads, GridReads grids) {
        this.tagged = tagged;
        this.reads = reads;
        this.grids = grids;
    }

    @GetMapping("/grid")
    @Tag(name = "Journals")
    @Operation(
            operationId = "getGrid",
            summary = "Shows the grid: one row per entry, one cell per stage, with freshness told from now",
            description = "Every filter given must hold. Rows without an activity, amount or stage sort before all"
                    + " others. In the past, everything is shown, filtered and sorted as it was known then; only erased"
                    + " names stay away.")
    @ApiResponse(
            responseCode = "200",
            description = "A page of rows",
            content = @Content(schema = @Schema(implementation = Grid.class)))
    @ApiResponse(responseCode = "304", description = UNCHANGED, content = @Content)
    Mono<ResponseEntity<byte[]>> grid(
            Caller caller,
            @PathVariable UUID journalId,
            @Parameter(description = "The current stage") @RequestParam(required = false) @Nullable String stage,
            @Parameter(description = "A stage that was ever reached") @RequestParam(required = false) @Nullable
                    String reached,
            @Parameter(description = "How long ago the last activity was") @RequestParam(required = false) @Nullable
                    Staleness staleness,
            @Parameter(description = "Whether it is in its stage for as many days as the journal allows")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean rotten,
            @Parameter(description = "The status of the decision in force, or NONE")
                    @RequestParam(required = false)
                    @Nullable
                    String decision,
            @Parameter(description = "A part of the name") @RequestParam(required = false) @Nullable String q,
            @Parameter(
                            description = "The stages whose cells are sent, between commas; without it, all."
                                    + " A comma or backslash in a name has a backslash before it.")
                    @RequestParam(required = false)
                    @Nullable
                    String show,
            @Schema(
                            allowableValues = {
                                "name",
                                "-name",
                                "activity",
                                "-activity",
                                "amount",
                                "-amount",
                                "timeInStage",
                                "-timeInStage"
                            })
                    @RequestParam(defaultValue = GridSort.USUAL)
                    String sort,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable Long atPosition,
            @RequestParam(required = false) @Nullable Long minPosition,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        var which = new Chosen(stage, reached, staleness, rotten, decision, q);
        var question = new GridOf(journalId, which, Shown.read(show), GridSort.of(sort), limit, cursor);
        var asked = new Asked(caller, journalId, question, When.of(asOf, atPosition), minPosition, ifNoneMatch);
        return tagged.read(asked, reading -> grids.answer(question, reading));
    }

    @GetMapping("/grid/diff")
    @Tag(name = "Journals")
    @Operation(
            operationId = "getGridDiff",
            summary = "Shows what changed in the grid after one moment and until another",
            description =
                    "Each is a position of the log or a time; without 'to', until now. What only the clock changes"
                            + " is not told.")
    Mono<ResponseEntity<GridDiff>> diff(
            Caller caller,
            @PathVariable UUID journalId,
            @RequestParam String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var until = to == null ? When.NOW : When.read("to", to);
        var question = new DiffOf(journalId, When.read("from", from), until, limit, cursor);
        return reads.between(
                caller, minPosition, question.from(), until, reading -> DiffReads.answer(question, reading));
    }

    @GetMapping("/entries/{contactId}")
    @Tag(name = "Entries")
    @Operation(
            operationId = "getEntry",
            summary = "Shows one row of the grid, present or past",
            description = "The number at the head of its ETag is the entry's version; the whole tag may be sent as"
                    + " If-Match.")
    @ApiResponse(
            responseCode = "200",
            description = "The row",
            content = @Content(schema = @Schema(implementation = GridRow.class)))
    @ApiResponse(responseCode = "304", description = UNCHANGED, content = @Content)
    Mono<ResponseEntity<byte[]>> entry(
            Caller caller,
            @PathVariable UUID journalId,
            @PathVariable UUID contactId,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable Long atPosition,
            @RequestParam(required = false) @Nullable Long minPosition,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        var question = new RowOf(journalId, contactId);
        var asked = new Asked(caller, journalId, question, When.of(asOf, atPosition), minPosition, ifNoneMatch);
        return tagged.read(asked, reading -> RowReads.answer(question, reading));
    }
}

package io.stageline.journal.query;

import io.stageline.http.Caller;
import io.stageline.journal.events.Staleness;
import io.stageline.journal.query.ExportReads.First;
import io.stageline.journal.query.Exports.Wanted;
import io.stageline.journal.query.JournalAnswers.GridRow;
import io.stageline.journal.query.JournalQueries.Chosen;
import io.stageline.query.When;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The routes that send a whole grid, all of it as of one position, in the order of the contacts' ids. */
@RestController
@RequestMapping("/v1/journals/{journalId}")
@Tag(name = "Journals")
class ExportApi {
    private static final String CSV = "text/csv";
    private static final String RESUMED =
            "The last record tells that the export is whole, or why it broke off and behind"
                    + " which contact. The same question goes on there, without a head, with the headers Stageline-Position and"
                    + " Stageline-As-Of as 'atPosition' and 'asOf' and that contact as 'cursor'.";

    private final Exports exports;

    ExportApi(Exports exports) {
        this.exports = exports;
    }

    @GetMapping(path = "/export.ndjson", produces = MediaType.APPLICATION_NDJSON_VALUE)
    @Operation(
            operationId = "exportNdjson",
            summary = "Sends the whole grid, a row of it as JSON in each line",
            description = RESUMED)
    @ApiResponse(
            responseCode = "200",
            description = "The rows",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                            schema = @Schema(implementation = GridRow.class)))
    Mono<Void> ndjson(
            Caller caller,
            @PathVariable UUID journalId,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(required = false) @Nullable String reached,
            @RequestParam(required = false) @Nullable Staleness staleness,
            @RequestParam(required = false) @Nullable Boolean rotten,
            @RequestParam(required = false) @Nullable String decision,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String show,
            @Parameter(description = "The last contact that was read whole") @RequestParam(required = false) @Nullable
                    String cursor,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable Long atPosition,
            @RequestParam(required = false) @Nullable Long minPosition,
            ServerWebExchange exchange) {
        var which = new Chosen(stage, reached, staleness, rotten, decision, q);
        var question = new ExportOf(journalId, which, Shown.read(show), ExportOf.contact(cursor));
        Function<First, ExportFormat> format =
                first -> new NdjsonExport(new RowJson(first.layout(), question.show(), first.now()));
        var type = MediaType.APPLICATION_NDJSON;
        return exports.send(
                new Wanted(caller, question, when(asOf, atPosition), minPosition, type, format),
                exchange.getResponse());
    }

    @GetMapping(path = "/export.csv", produces = CSV)
    @Operation(
            operationId = "exportCsv",
            summary = "Sends the whole grid for spreadsheets; no cell is taken for a formula",
            description = RESUMED)
    @ApiResponse(
            responseCode = "200",
            description = "The rows",
            content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    Mono<Void> csv(
            Caller caller,
            @PathVariable UUID journalId,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(required = false) @Nullable String reached,
            @RequestParam(required = false) @Nullable Staleness staleness,
            @RequestParam(required = false) @Nullable Boolean rotten,
            @RequestParam(required = false) @Nullable String decision,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String show,
            @Parameter(description = "The last contact that was read whole") @RequestParam(required = false) @Nullable
                    String cursor,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable Long atPosition,
            @RequestParam(required = false) @Nullable Long minPosition,
            ServerWebExchange exchange) {
        var which = new Chosen(stage, reached, staleness, rotten, decision, q);
        var question = new ExportOf(journalId, which, Shown.read(show), ExportOf.contact(cursor));
        Function<First, ExportFormat> format = first -> new CsvExport(first.layout(), question.show(), first.now());
        var type = MediaType.parseMediaType(CSV + ";charset=UTF-8");
        return exports.send(
                new Wanted(caller, question, when(asOf, atPosition), minPosition, type, format),
                exchange.getResponse());
    }

    /** With both, rows are those of the position, and ages are told from the time. */
    private static When when(@Nullable String asOf, @Nullable Long atPosition) {
        if (asOf == null || atPosition == null) return When.of(asOf, atPosition);
        return new When(
                When.of(null, atPosition).position(), When.of(asOf, null).time());
    }
}

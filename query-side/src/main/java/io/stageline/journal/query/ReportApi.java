package io.stageline.journal.query;

import io.stageline.http.Caller;
import io.stageline.journal.query.Buckets.Unit;
import io.stageline.journal.query.ReportAnswers.Report;
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

/** The route that asks for a journal in numbers. */
@RestController
@RequestMapping(path = "/v1/journals/{journalId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Journals")
class ReportApi {
    private final TenantReads reads;

    ReportApi(TenantReads reads) {
        this.reads = reads;
    }

    @GetMapping("/report")
    @Operation(
            operationId = "getReport",
            summary = "Reports the funnel, time in stages, stale and rotten counts, skip rate, decisions and pledges",
            description = "With 'buckets' also what happened in each of the latest days, weeks or months.")
    Mono<ResponseEntity<Report>> report(
            Caller caller,
            @PathVariable UUID journalId,
            @Parameter(description = "How long a bucket is; without it there are none")
                    @RequestParam(required = false)
                    @Nullable
                    Unit buckets,
            @Parameter(description = "How many buckets, the one of now included; 12 unless told")
                    @Schema(minimum = "1", maximum = "366")
                    @RequestParam(required = false)
                    @Nullable
                    Integer last,
            @Parameter(description = "The time zone in which days begin, such as Europe/Berlin; UTC unless told")
                    @RequestParam(required = false)
                    @Nullable
                    String zone,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable Long atPosition,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new ReportOf(journalId, Buckets.of(buckets, last, zone));
        return reads.read(
                caller, minPosition, When.of(asOf, atPosition), reading -> ReportReads.answer(question, reading));
    }
}

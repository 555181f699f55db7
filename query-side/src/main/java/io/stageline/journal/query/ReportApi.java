package io.stageline.journal.query;

import io.stageline.http.Caller;
import io.stageline.journal.query.ReportAnswers.Report;
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
            summary = "Reports the funnel, time in stages, stale counts, skip rate and decisions of a journal")
    Mono<ResponseEntity<Report>> report(
            Caller caller, @PathVariable UUID journalId, @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new ReportOf(journalId);
        return reads.read(caller, minPosition, When.NOW, reading -> ReportReads.answer(question, reading));
    }
}

package io.stageline.journal.query;

import io.stageline.http.Caller;
import io.stageline.journal.query.HistoryAnswers.DecisionChange;
import io.stageline.journal.query.HistoryAnswers.TimelineItem;
import io.stageline.journal.query.HistoryQueries.DecisionHistoryOf;
import io.stageline.journal.query.HistoryQueries.TimelineOf;
import io.stageline.query.Page;
import io.stageline.query.TenantReads;
import io.stageline.query.When;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes that ask what happened to one entry, and what was decided about it. */
@RestController
@RequestMapping(path = "/v1/journals/{journalId}/entries/{contactId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Entries")
class EntryQueryApi {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final TenantReads reads;

    EntryQueryApi(TenantReads reads) {
        this.reads = reads;
    }

    @GetMapping("/timeline")
    @Operation(
            operationId = "getTimeline",
            summary = "Lists the stage events of an entry, newest first by when they occurred")
    Mono<ResponseEntity<Page<TimelineItem>>> timeline(
            Caller caller,
            @PathVariable UUID journalId,
            @PathVariable UUID contactId,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(defaultValue = "25") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable Long atPosition,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new TimelineOf(journalId, contactId, stage, limit, cursor);
        return reads.read(
                        caller,
                        minPosition,
                        When.of(asOf, atPosition),
                        reading -> TimelineReads.answer(question, reading))
                .map(answer -> Tagged.keptFor(A_MINUTE, answer));
    }

    @GetMapping("/decision/history")
    @Operation(
            operationId = "getDecisionHistory",
            summary = "Lists the decisions about an entry, newest first: what, why, when and by whom")
    Mono<ResponseEntity<Page<DecisionChange>>> decisionHistory(
            Caller caller,
            @PathVariable UUID journalId,
            @PathVariable UUID contactId,
            @Parameter(description = "Only the decision that is in force on this day, as corrected since")
                    @RequestParam(required = false)
                    @DateTimeFormat(iso = ISO.DATE)
                    @Nullable
                    LocalDate effectiveOn,
            @RequestParam(defaultValue = "25") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable Long atPosition,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new DecisionHistoryOf(journalId, contactId, effectiveOn, limit, cursor);
        return reads.read(
                caller,
                minPosition,
                When.of(asOf, atPosition),
                reading -> DecisionHistoryReads.answer(question, reading));
    }
}

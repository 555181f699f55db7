package io.stageline.journal.query;

import io.stageline.http.Caller;
import io.stageline.journal.query.JournalAnswers.Journal;
import io.stageline.journal.query.JournalQueries.Journals;
import io.stageline.journal.query.JournalQueries.OneJournal;
import io.stageline.query.Page;
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

/** The routes that ask about whole journals. */
@RestController
@RequestMapping(path = "/v1/journals", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Journals")
class JournalQueryApi {
    private final TenantReads reads;

    JournalQueryApi(TenantReads reads) {
        this.reads = reads;
    }

    @GetMapping
    @Operation(
            operationId = "listJournals",
            summary = "Lists journals, oldest first; with a name those called exactly so")
    Mono<ResponseEntity<Page<Journal>>> journals(
            Caller caller,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(defaultValue = Page.USUAL) int limit,
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
}

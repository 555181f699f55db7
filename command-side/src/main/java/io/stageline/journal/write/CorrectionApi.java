package io.stageline.journal.write;

import io.stageline.http.Caller;
import io.stageline.journal.write.EntryCommand.CorrectDecision;
import io.stageline.journal.write.EntryCommand.WithdrawStage;
import io.stageline.journal.write.EntryRequests.CorrectionRequest;
import io.stageline.journal.write.EntryRequests.WithdrawalRequest;
import io.stageline.write.BodyOf;
import io.stageline.write.CommandPort;
import io.stageline.write.IfMatch;
import io.stageline.write.NeedsIfMatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What was recorded by mistake is put right over HTTP by a further event; nothing is ever deleted. */
@RestController
@RequestMapping(
        path = "/v1/journals/{journalId}/entries/{contactId}",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Entries")
class CorrectionApi {
    private final CommandPort port;

    CorrectionApi(CommandPort port) {
        this.port = port;
    }

    @PostMapping("/stages/{eventId}/withdraw")
    @NeedsIfMatch
    @Operation(
            operationId = "withdrawStage",
            summary =
                    "Withdraw a stage event that was recorded by mistake; needs If-Match, and it stays in the history")
    Mono<ResponseEntity<EntryAnswer.Stage>> withdraw(
            @PathVariable UUID journalId,
            @PathVariable UUID contactId,
            @PathVariable UUID eventId,
            @RequestBody @BodyOf(WithdrawalRequest.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        var entry = new EntryKey(caller.tenant(), journalId, contactId);
        return port.send(
                exchange,
                caller,
                body,
                WithdrawalRequest.class,
                EntryAnswer.Stage.class,
                wish -> new WithdrawStage(entry, eventId, wish.reason(), IfMatch.of(exchange)));
    }

    @PostMapping("/decision/{decisionId}/correct")
    @NeedsIfMatch
    @Operation(
            operationId = "correctDecision",
            summary = "Say all that a decision should have said; needs If-Match, and what it said stays in the history")
    Mono<ResponseEntity<EntryAnswer.Decision>> correct(
            @PathVariable UUID journalId,
            @PathVariable UUID contactId,
            @PathVariable UUID decisionId,
            @RequestBody @BodyOf(CorrectionRequest.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        var entry = new EntryKey(caller.tenant(), journalId, contactId);
        return port.send(
                exchange,
                caller,
                body,
                CorrectionRequest.class,
                EntryAnswer.Decision.class,
                wish -> new CorrectDecision(
                        entry,
                        decisionId,
                        wish.status(),
                        wish.amount(),
                        wish.currency(),
                        Objects.requireNonNull(wish.cadence()).name(),
                        wish.effectiveFrom(),
                        wish.reason(),
                        IfMatch.of(exchange)));
    }
}

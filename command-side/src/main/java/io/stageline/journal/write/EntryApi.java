package io.stageline.journal.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.http.Caller;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.RemoveEntry;
import io.stageline.journal.write.EntryCommand.TakeDecision;
import io.stageline.journal.write.EntryRequests.DecisionRequest;
import io.stageline.journal.write.EntryRequests.Nothing;
import io.stageline.journal.write.EntryRequests.StageRequest;
import io.stageline.write.BodyOf;
import io.stageline.write.CommandPort;
import io.stageline.write.IfMatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Commands to entries over HTTP. */
@RestController
@RequestMapping(path = "/v1/journals/{journalId}/entries/{contactId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Entries")
class EntryApi {
    private final CommandPort port;

    EntryApi(CommandPort port) {
        this.port = port;
    }

    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "addEntry", summary = "Bring a contact into the journal")
    @ApiResponse(responseCode = "201", description = "Added", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "It was there already", useReturnTypeSchema = true)
    Mono<ResponseEntity<EntryAnswer.Membership>> add(
            @PathVariable UUID journalId,
            @PathVariable UUID contactId,
            @RequestBody @BodyOf(Nothing.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        var entry = new EntryKey(caller.tenant(), journalId, contactId);
        return port.send(
                exchange,
                caller,
                body,
                Nothing.class,
                EntryAnswer.Membership.class,
                wish -> new AddEntry(entry, IfMatch.of(exchange)));
    }

    @DeleteMapping
    @Operation(operationId = "removeEntry", summary = "Take a contact out of the journal; its history stays")
    Mono<ResponseEntity<EntryAnswer.Membership>> remove(
            @PathVariable UUID journalId, @PathVariable UUID contactId, Caller caller, ServerWebExchange exchange) {
        var entry = new EntryKey(caller.tenant(), journalId, contactId);
        return port.send(exchange, caller, EntryAnswer.Membership.class, new RemoveEntry(entry, IfMatch.of(exchange)));
    }

    @PostMapping(path = "/stages", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "recordStage",
            summary = "Record that a stage happened; an unusual move is accepted with warnings")
    @ApiResponse(responseCode = "201", description = "Recorded", useReturnTypeSchema = true)
    Mono<ResponseEntity<EntryAnswer.Stage>> recordStage(
            @PathVariable UUID journalId,
            @PathVariable UUID contactId,
            @RequestBody @BodyOf(StageRequest.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        var entry = new EntryKey(caller.tenant(), journalId, contactId);
        return port.send(
                exchange,
                caller,
                body,
                StageRequest.class,
                EntryAnswer.Stage.class,
                wish -> new RecordStage(
                        entry,
                        UuidCreator.getTimeOrderedEpoch(),
                        wish.stage(),
                        wish.occurredAt(),
                        wish.note(),
                        IfMatch.of(exchange)));
    }

    @PutMapping(path = "/decision", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "takeDecision", summary = "Record a decision together with its stage event")
    Mono<ResponseEntity<EntryAnswer.Decision>> decide(
            @PathVariable UUID journalId,
            @PathVariable UUID contactId,
            @RequestBody @BodyOf(DecisionRequest.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        var entry = new EntryKey(caller.tenant(), journalId, contactId);
        return port.send(
                exchange,
                caller,
                body,
                DecisionRequest.class,
                EntryAnswer.Decision.class,
                wish -> command(entry, UuidCreator.getTimeOrderedEpoch(), wish, IfMatch.of(exchange)));
    }

    static TakeDecision command(EntryKey entry, UUID eventId, DecisionRequest wish, @Nullable IfMatch ifMatch) {
        return new TakeDecision(
                entry,
                eventId,
                wish.stage(),
                wish.occurredAt(),
                wish.status(),
                wish.amount(),
                wish.currency(),
                Objects.requireNonNull(wish.cadence()).name(),
                wish.effectiveFrom(),
                wish.reason(),
                ifMatch);
    }
}

package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The builds of what the caller's tenant is shown, for its administrators. */
@RestController
@RequestMapping(path = "/v1/generations", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Generations")
class GenerationApi {
    private final GenerationDesk desk;
    private final ReplayDesk replays;
    private final Requests requests;

    GenerationApi(GenerationDesk desk, ReplayDesk replays, Requests requests) {
        this.desk = desk;
        this.replays = replays;
        this.requests = requests;
    }

    /** All generations that are not dropped; there are never many. */
    record KnownGenerations(List<GenerationAnswer> items) {}

    @GetMapping
    @Operation(
            operationId = "listGenerations",
            summary = "List the tenant's generations and the one of everybody; an own one that is live is shown")
    Mono<KnownGenerations> list(Caller caller) {
        return requests.answer(() -> new KnownGenerations(desk.list(caller)));
    }

    @PostMapping("/{projection}/{generation}/verify")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "verifyGeneration",
            summary = "Compare a generation with the log: some of its streams, or the whole of it")
    Mono<ResponseEntity<JobAnswer>> verify(
            @PathVariable String projection,
            @PathVariable int generation,
            @RequestParam(required = false) @Nullable Boolean whole,
            Caller caller,
            ServerWebExchange exchange) {
        Requests.takeNoKey(exchange);
        return requests.answer(
                () -> ReplayApi.accepted(replays.verify(caller, projection, generation, Boolean.TRUE.equals(whole))));
    }

    @PostMapping("/{projection}/{generation}/promote")
    @Operation(operationId = "promoteGeneration", summary = "Show the tenant a verified generation from now on")
    Mono<GenerationAnswer> promote(
            @PathVariable String projection, @PathVariable int generation, Caller caller, ServerWebExchange exchange) {
        Requests.takeNoKey(exchange);
        return requests.answer(() -> desk.promote(caller, projection, generation));
    }

    @PostMapping("/{projection}/{generation}/rollback")
    @Operation(
            operationId = "rollBackGeneration",
            summary = "Show the tenant what it was shown before this generation; the answer is what that is")
    Mono<GenerationAnswer> rollback(
            @PathVariable String projection, @PathVariable int generation, Caller caller, ServerWebExchange exchange) {
        Requests.takeNoKey(exchange);
        return requests.answer(() -> desk.rollback(caller, projection, generation));
    }

    @DeleteMapping("/{projection}/{generation}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "dropGeneration", summary = "Take a generation away that is not shown, with its letters")
    Mono<Void> drop(
            @PathVariable String projection, @PathVariable int generation, Caller caller, ServerWebExchange exchange) {
        Requests.takeNoKey(exchange);
        return requests.answer(() -> desk.drop(caller, projection, generation)).then();
    }
}

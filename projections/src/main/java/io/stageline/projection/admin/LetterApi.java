package io.stageline.projection.admin;

import io.stageline.http.Caller;
import io.stageline.refusal.Code;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The events of the caller's tenant that could not be folded, for its administrators (S3-P11.d). */
@RestController
@RequestMapping(path = "/v1/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Dead letters")
class LetterApi {
    private static final int LONGEST_REASON = 1_000;

    private final LetterDesk desk;
    private final Requests requests;

    LetterApi(LetterDesk desk, Requests requests) {
        this.desk = desk;
        this.requests = requests;
    }

    /** Why a sequence is given up; it is kept, so it should name nobody. */
    record LetterDrop(String reason) {
        LetterDrop {
            if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON)
                throw Code.INVALID
                        .because("a text of at most 1,000 characters is required here")
                        .at("/reason")
                        .asException();
        }
    }

    /** A page of letters. */
    record DeadLetters(
            List<LetterAnswer> items, long total, @Nullable UUID next) {}

    @GetMapping
    @Operation(
            operationId = "listDeadLetters",
            summary = "List the events that could not be folded, in the order of the log, without what they say")
    Mono<DeadLetters> list(
            @RequestParam(required = false) LetterAnswer.@Nullable Status status,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable UUID cursor,
            Caller caller) {
        Page.mustBeAPage(limit);
        return requests.answer(() -> {
            var page = desk.list(caller, status, limit, cursor);
            return new DeadLetters(page.items(), page.total(), page.next());
        });
    }

    @GetMapping("/{letterId}")
    @Operation(
            operationId = "getDeadLetter",
            summary = "A dead letter with the event as it was found; personal text in it is sealed")
    Mono<LetterAnswer> show(@PathVariable UUID letterId, Caller caller) {
        return requests.answer(() -> desk.show(caller, letterId));
    }

    @PostMapping("/{letterId}/retry")
    @Operation(
            operationId = "retryDeadLetter",
            summary = "Fold the letter's sequence anew; the letter is done if that went well")
    Mono<LetterAnswer> retry(@PathVariable UUID letterId, Caller caller, ServerWebExchange exchange) {
        Requests.takeNoKey(exchange);
        return requests.answer(() -> desk.retry(caller, letterId));
    }

    @PostMapping(path = "/{letterId}/drop", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "dropDeadLetter",
            summary = "Give the letter's sequence up with a reason, until somebody retries it")
    Mono<LetterAnswer> drop(
            @PathVariable UUID letterId, @RequestBody LetterDrop wish, Caller caller, ServerWebExchange exchange) {
        Requests.takeNoKey(exchange);
        return requests.answer(() -> desk.drop(caller, letterId, wish.reason()));
    }
}

package io.stageline.alert.automation;

import io.stageline.alert.automation.ParkedIntents.ParkedAlert;
import io.stageline.http.Caller;
import io.stageline.refusal.Code;
import io.stageline.write.IdempotencyKey;
import io.stageline.write.Values;
import io.stageline.write.Workers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
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

/** Alerts that could not be told what was found, for the tenant's administrators: looked at, told again, or given up. */
@RestController
@RequestMapping(path = "/v1/alerts/parked", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Alerts")
class ParkedAlertApi {
    private static final int MOST = 500;
    private static final String NO_KEY = "this takes no Idempotency-Key; it is safe to repeat";

    private final ParkedIntents parked;
    private final Workers workers;

    ParkedAlertApi(ParkedIntents parked, Workers workers) {
        this.parked = parked;
        this.workers = workers;
    }

    /** A page of parked alerts. */
    record ParkedAlerts(List<ParkedAlert> items, @Nullable UUID next) {}

    /** Why a parked alert is given up. */
    record AlertDrop(String reason) {
        AlertDrop {
            Values.required("/reason", reason, Values.LINE);
        }
    }

    @GetMapping
    @Operation(
            operationId = "listParkedAlerts",
            summary = "List alerts that could not be raised or resolved as they should be, and why")
    Mono<ParkedAlerts> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable UUID cursor,
            Caller caller) {
        if (limit < 1 || limit > MOST)
            throw Code.INVALID_PARAMETER
                    .because("limit must lie between 1 and 500")
                    .asException();
        return answer(() -> page(parked.find(caller.tenant(), cursor, limit + 1), limit));
    }

    private static ParkedAlerts page(List<ParkedAlert> found, int limit) {
        var items = List.copyOf(found.subList(0, Math.min(limit, found.size())));
        return new ParkedAlerts(
                items, found.size() > limit ? items.get(limit - 1).alertId() : null);
    }

    @PostMapping("/{alertId}/retry")
    @Operation(
            operationId = "retryParkedAlert",
            summary =
                    "Have a parked alert told again soon, and then what waits behind it; one that fails is parked again")
    Mono<ParkedAlert> retry(@PathVariable UUID alertId, Caller caller, ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, NO_KEY);
        return answer(() -> parked.retry(caller.tenant(), alertId));
    }

    @PostMapping(path = "/{alertId}/drop", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "dropParkedAlert",
            summary = "Give a parked alert up with a reason; it is shown as dropped, until somebody retries it")
    Mono<ParkedAlert> drop(
            @PathVariable UUID alertId, @RequestBody AlertDrop wish, Caller caller, ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, NO_KEY);
        return answer(() -> parked.drop(caller, alertId, wish.reason()));
    }

    private <T> Mono<T> answer(Supplier<T> work) {
        return Mono.defer(() -> Mono.fromFuture(workers.start(() -> CompletableFuture.completedFuture(work.get()))))
                .onErrorMap(CompletionException.class, Throwable::getCause);
    }
}

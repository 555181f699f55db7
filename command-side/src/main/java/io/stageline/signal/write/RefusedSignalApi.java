package io.stageline.signal.write;

import io.stageline.http.Caller;
import io.stageline.http.Correlation;
import io.stageline.refusal.Code;
import io.stageline.signal.write.RefusedSignals.RefusedSignal;
import io.stageline.signal.write.SignalResults.SignalResult;
import io.stageline.write.IdempotencyKey;
import io.stageline.write.Values;
import io.stageline.write.Workers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
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

/** Signals that were refused, for the tenant's administrators: looked at, sent again, or given up. */
@RestController
@RequestMapping(path = "/v1/signals/refused", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Signals")
class RefusedSignalApi {
    private static final int MOST = 500;
    private static final String NO_KEY = "this takes no Idempotency-Key; it is safe to repeat";

    private final RefusedSignals refused;
    private final SignalForm form;
    private final Intake intake;
    private final Workers workers;

    RefusedSignalApi(RefusedSignals refused, SignalForm form, Intake intake, Workers workers) {
        this.refused = refused;
        this.form = form;
        this.intake = intake;
        this.workers = workers;
    }

    /** A page of refused signals, and how often each reason was given since ever. */
    record RefusedPage(
            List<RefusedSignal> items,
            Map<String, Long> counts,
            @Nullable String next) {}

    /** Why a refused signal is given up. */
    record SignalDrop(String reason) {
        SignalDrop {
            Values.required("/reason", reason, Values.LINE);
        }
    }

    @GetMapping
    @Operation(
            operationId = "listRefusedSignals",
            summary = "List signals that were refused, the newest first, as they were sent; the last 10,000 are kept")
    Mono<RefusedPage> refused(
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable UUID cursor,
            Caller caller) {
        if (limit < 1 || limit > MOST)
            throw Code.INVALID_PARAMETER
                    .because("limit must lie between 1 and 500")
                    .asException();
        return answer(() -> CompletableFuture.completedFuture(page(caller.tenant(), code, cursor, limit)));
    }

    private RefusedPage page(UUID tenant, @Nullable String code, @Nullable UUID cursor, int limit) {
        var found = refused.find(tenant, code, cursor, limit + 1);
        var items = List.copyOf(found.subList(0, Math.min(limit, found.size())));
        var next = found.size() > limit ? items.get(limit - 1).refusedId().toString() : null;
        return new RefusedPage(items, refused.counts(tenant), next);
    }

    @PostMapping("/{refusedId}/retry")
    @Operation(
            operationId = "retryRefusedSignal",
            summary = "Send a refused signal again as it was sent; once it is taken, it is not kept any more")
    Mono<SignalResult> retry(@PathVariable UUID refusedId, Caller caller, ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, NO_KEY);
        var correlation = Correlation.of(exchange);
        return answer(() -> retried(refusedId, caller, correlation));
    }

    private CompletableFuture<SignalResult> retried(UUID refusedId, Caller caller, UUID correlation) {
        var kept = refused.sent(caller.tenant(), refusedId);
        var item = form.again(kept.bytes(), "key:" + kept.keyId());
        return intake.take(List.of(item), caller, correlation).thenApply(verdicts -> {
            if (verdicts.get(0).place() != null) refused.forget(caller.tenant(), refusedId);
            return SignalResults.of(verdicts).results().get(0);
        });
    }

    @PostMapping(path = "/{refusedId}/drop", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "dropRefusedSignal",
            summary = "Give a refused signal up with a reason; it is shown as dropped, until somebody retries it")
    Mono<RefusedSignal> drop(
            @PathVariable UUID refusedId, @RequestBody SignalDrop wish, Caller caller, ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, NO_KEY);
        return answer(() -> CompletableFuture.completedFuture(refused.drop(caller, refusedId, wish.reason())));
    }

    private <T> Mono<T> answer(Supplier<CompletableFuture<T>> work) {
        return Mono.defer(() -> Mono.fromFuture(workers.start(work)))
                .onErrorMap(CompletionException.class, Throwable::getCause);
    }
}

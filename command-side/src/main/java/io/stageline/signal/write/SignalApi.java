package io.stageline.signal.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.http.Caller;
import io.stageline.http.Correlation;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.signal.write.RefusedSignals.RefusedSignal;
import io.stageline.signal.write.Signals.Verdict;
import io.stageline.write.BodyBytes;
import io.stageline.write.BodyOf;
import io.stageline.write.CommandPort;
import io.stageline.write.IdempotencyKey;
import io.stageline.write.Workers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Signals over HTTP: many in one request, a result for each. A refused one harms no other. */
@RestController
@Tag(name = "Signals")
class SignalApi {
    private static final int MOST = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Refusal TOO_SLOW = Code.BAD_REQUEST.because("the body was not there within a minute");

    private final SignalForm form;
    private final Signals signals;
    private final RefusedSignals refused;
    private final Workers workers;
    private final MeterRegistry metrics;
    private final Admission admission = new Admission();

    SignalApi(SignalForm form, Signals signals, RefusedSignals refused, Workers workers, MeterRegistry metrics) {
        this.form = form;
        this.signals = signals;
        this.refused = refused;
        this.workers = workers;
        this.metrics = metrics;
    }

    /** A page of refused signals, and how often each reason was given since ever. */
    record RefusedPage(
            List<RefusedSignal> items,
            Map<String, Long> counts,
            @Nullable String next) {}

    @PostMapping(
            path = "/v1/signals",
            consumes = {
                MediaType.APPLICATION_JSON_VALUE,
                MediaType.APPLICATION_NDJSON_VALUE,
                SignalForm.CLOUD_EVENT,
                SignalForm.CLOUD_EVENTS
            },
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "sendSignals",
            summary =
                    "Send facts in from outside; each is recorded once by its source and id, however often it is sent",
            description =
                    "A JSON array, NDJSON, a CloudEvent or a JSON array of CloudEvents (1.0): at most 1,000 signals"
                            + " and 5 MB; the schema is that of one signal. A refused signal harms no other.")
    Mono<ResponseEntity<SignalResults>> send(
            @RequestBody @BodyOf(SignalItem.class) Flux<DataBuffer> body, Caller caller, ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(
                exchange, "signals take no Idempotency-Key; the id of each makes it safe to repeat");
        var type = exchange.getRequest().getHeaders().getContentType();
        var correlation = Correlation.of(exchange);
        return Mono.defer(() -> {
                    var leave = admission.enter(caller.tenant());
                    return whole(body, leave)
                            .flatMap(bytes ->
                                    Mono.fromFuture(start(() -> record(bytes, type, caller, correlation), leave)));
                })
                .map(SignalApi::answer)
                .onErrorMap(CompletionException.class, Throwable::getCause);
    }

    /** The body, as soon as all of it is there; a sender that goes away or is too slow leaves. */
    private static Mono<byte[]> whole(Flux<DataBuffer> body, Runnable leave) {
        return BodyBytes.of(body, "signals have at most 5 MB at once")
                .defaultIfEmpty(new byte[0])
                .timeout(PATIENCE)
                .onErrorMap(TimeoutException.class, slow -> TOO_SLOW.asException())
                .doFinally(end -> {
                    if (end != SignalType.ON_COMPLETE) leave.run();
                });
    }

    private <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> work, Runnable leave) {
        try {
            return Workers.until(CompletableFuture.completedFuture(workers.start(work)), leave);
        } catch (RuntimeException shed) {
            leave.run();
            throw shed;
        }
    }

    private CompletableFuture<List<Verdict>> record(
            byte[] bytes, @Nullable MediaType type, Caller caller, UUID correlation) {
        var items = form.read(bytes, type, "key:" + caller.keyId());
        return signals.record(items, caller, correlation).thenApply(verdicts -> {
            refused.keep(verdicts, caller);
            verdicts.forEach(this::count);
            return verdicts;
        });
    }

    private void count(Verdict verdict) {
        var refusal = verdict.refusal();
        if (refusal != null)
            metrics.counter("stageline.refusals", "code", refusal.code().wire()).increment();
        var place = verdict.place();
        var result = place == null ? "refused" : place.isNew() ? "accepted" : "duplicate";
        metrics.counter("stageline.signals", "result", result).increment();
        if (verdict.differs()) metrics.counter("stageline.signals.differing").increment();
    }

    private static ResponseEntity<SignalResults> answer(List<Verdict> verdicts) {
        var response = ResponseEntity.ok();
        verdicts.stream()
                .map(Verdict::place)
                .filter(Objects::nonNull)
                .mapToLong(place -> place.position())
                .max()
                .ifPresent(last -> response.header(CommandPort.POSITION, Long.toString(last)));
        return response.body(SignalResults.of(verdicts));
    }

    @GetMapping(path = "/v1/signals/refused", produces = MediaType.APPLICATION_JSON_VALUE)
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
        return Mono.defer(() -> Mono.fromFuture(workers.submit(() -> page(caller.tenant(), code, cursor, limit))))
                .onErrorMap(CompletionException.class, Throwable::getCause);
    }

    private RefusedPage page(UUID tenant, @Nullable String code, @Nullable UUID cursor, int limit) {
        var found = refused.find(tenant, code, cursor, limit + 1);
        var items = List.copyOf(found.subList(0, Math.min(limit, found.size())));
        var next = found.size() > limit ? items.get(limit - 1).refusedId().toString() : null;
        return new RefusedPage(items, refused.counts(tenant), next);
    }
}

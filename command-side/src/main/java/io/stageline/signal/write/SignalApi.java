package io.stageline.signal.write;

import io.stageline.http.Caller;
import io.stageline.http.Correlation;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Signals over HTTP: many in one request, a result for each. A refused one harms no other. */
@RestController
@Tag(name = "Signals")
class SignalApi {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Refusal TOO_SLOW = Code.BAD_REQUEST.because("the body was not there within a minute");

    private final SignalForm form;
    private final Intake intake;
    private final Workers workers;
    private final Admission admission = new Admission();

    SignalApi(SignalForm form, Intake intake, Workers workers) {
        this.form = form;
        this.intake = intake;
        this.workers = workers;
    }

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
        return intake.take(items, caller, correlation);
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
}

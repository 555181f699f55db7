package io.stageline.journal.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.Rehearsal;
import io.stageline.http.Caller;
import io.stageline.http.Correlation;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import io.stageline.write.BodyBytes;
import io.stageline.write.BodyOf;
import io.stageline.write.Commands;
import io.stageline.write.Commands.Request;
import io.stageline.write.IdempotencyKey;
import io.stageline.write.Workers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Many commands in one request: one a line, and a result a line in the same order. A refused line harms no other. */
@RestController
@Tag(name = "Batch")
class BatchApi {
    private static final String DRY_RUN = "Stageline-Dry-Run";
    private static final int AT_ONCE = 8;

    private final Commands commands;
    private final Workers workers;
    private final EventLogs logs;
    private final MeterRegistry metrics;
    private final BatchLines lines;
    private final BatchResults results;
    private final Semaphore room = new Semaphore(AT_ONCE);

    BatchApi(
            Commands commands,
            Workers workers,
            EventLogs logs,
            BatchLines lines,
            JsonMapper json,
            MeterRegistry metrics) {
        this.commands = commands;
        this.workers = workers;
        this.logs = logs;
        this.metrics = metrics;
        this.lines = lines;
        this.results = new BatchResults(json);
    }

    @PostMapping(
            path = "/v1/batch",
            consumes = MediaType.APPLICATION_NDJSON_VALUE,
            produces = MediaType.APPLICATION_NDJSON_VALUE)
    @Operation(
            operationId = "carryOutBatch",
            summary = "Carry out many commands, one a line, and answer a result a line in the same order",
            description = "NDJSON, at most 5,000 lines and 5 MB; the schemas are those of one line."
                    + " A dry run decides every line and changes nothing.")
    @ApiResponse(
            responseCode = "200",
            description = "A result for every line, refused ones too",
            headers = @Header(name = BatchApi.DRY_RUN, description = "true after a dry run"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                            schema = @Schema(implementation = BatchResults.Line.class)))
    Mono<byte[]> carryOut(
            @RequestBody @BodyOf(BatchLine.class) Flux<DataBuffer> body,
            @RequestParam(defaultValue = "false")
                    @Parameter(description = "Say what would become of every line, and change nothing")
                    boolean dryRun,
            Caller caller,
            ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, "a batch takes no Idempotency-Key; give each line an id instead");
        var request = new Request(caller, Correlation.of(exchange), null, null);
        return BodyBytes.of(body, "a batch has at most 5 MB")
                .flatMap(bytes -> Mono.fromFuture(admit(() -> carryOut(bytes, request, dryRun))))
                .doOnNext(results -> {
                    if (dryRun) exchange.getResponse().getHeaders().set(DRY_RUN, "true");
                })
                .onErrorMap(CompletionException.class, Throwable::getCause);
    }

    /** Few at a time, so that their commands leave room for everybody else's. */
    private <T> CompletableFuture<T> admit(Supplier<CompletableFuture<T>> work) {
        if (!room.tryAcquire())
            throw Code.OVERLOADED.because("too many batches are under way").asException();
        try {
            return Workers.until(CompletableFuture.completedFuture(workers.start(work)), room::release);
        } catch (Refused shed) {
            room.release();
            throw shed;
        }
    }

    private CompletableFuture<byte[]> carryOut(byte[] body, Request sent, boolean dryRun) {
        var tenant = sent.caller().tenant();
        var batch = lines.read(body, tenant);
        var ahead = batch.readAhead(tenant, logs, stream -> dryRun || commands.mustRead(stream));
        var rehearsal = dryRun ? new Rehearsal(ahead) : null;
        var request = new Request(sent.caller(), sent.correlation(), null, null, ahead, rehearsal);
        return new BatchRun(batch, request, commands, workers).done().thenApply(done -> {
            if (!dryRun) count(batch.verdicts());
            return results.write(batch.verdicts(), dryRun);
        });
    }

    private void count(Batch.Verdict[] verdicts) {
        for (var verdict : verdicts)
            if (verdict instanceof Batch.Not not)
                metrics.counter(
                                "stageline.refusals",
                                "code",
                                not.refusal().code().wire())
                        .increment();
    }
}

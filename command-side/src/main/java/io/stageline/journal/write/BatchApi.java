package io.stageline.journal.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.contact.write.ContactIds;
import io.stageline.eventlog.EventLogs;
import io.stageline.http.Caller;
import io.stageline.http.Correlation;
import io.stageline.http.JsonRefusals;
import io.stageline.privacy.MasterKey;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refused;
import io.stageline.write.BodyOf;
import io.stageline.write.Commands;
import io.stageline.write.Commands.Request;
import io.stageline.write.IdempotencyKey;
import io.stageline.write.Values;
import io.stageline.write.Workers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Many commands in one request: one a line, and a result a line in the same order. A refused line harms no other. */
@RestController
@Tag(name = "Batch")
class BatchApi {
    private static final int MOST_LINES = 5_000;
    private static final int MOST_BYTES = 5_000_000;
    private static final int AT_ONCE = 8;
    private static final int SIDE_BY_SIDE = 256;

    private final Commands commands;
    private final Workers workers;
    private final EventLogs logs;
    private final ContactIds ids;
    private final MasterKey master;
    private final MeterRegistry metrics;
    private final ObjectReader lines;
    private final BatchResults results;
    private final Semaphore room = new Semaphore(AT_ONCE);

    BatchApi(
            Commands commands,
            Workers workers,
            EventLogs logs,
            ContactIds ids,
            MasterKey master,
            JsonMapper json,
            MeterRegistry metrics) {
        this.commands = commands;
        this.workers = workers;
        this.logs = logs;
        this.ids = ids;
        this.master = master;
        this.metrics = metrics;
        this.lines = json.readerFor(BatchLine.class);
        this.results = new BatchResults(json);
    }

    @PostMapping(
            path = "/v1/batch",
            consumes = MediaType.APPLICATION_NDJSON_VALUE,
            produces = MediaType.APPLICATION_NDJSON_VALUE)
    @Operation(
            operationId = "carryOutBatch",
            summary = "Carry out many commands, one a line, and answer a result a line in the same order",
            description = "NDJSON, at most 5,000 lines and 5 MB; the schemas are those of one line.")
    @ApiResponse(
            responseCode = "200",
            description = "A result for every line, refused ones too",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                            schema = @Schema(implementation = BatchResults.Line.class)))
    Mono<byte[]> carryOut(
            @RequestBody @BodyOf(BatchLine.class) Flux<DataBuffer> body, Caller caller, ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, "a batch takes no Idempotency-Key; give each line an id instead");
        var request = new Request(caller, Correlation.of(exchange), null, null);
        return body.reduceWith(ByteArrayOutputStream::new, BatchApi::collect)
                .flatMap(bytes -> Mono.fromFuture(admit(() -> carryOut(bytes.toByteArray(), request))))
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

    private CompletableFuture<byte[]> carryOut(byte[] body, Request request) {
        var tenant = request.caller().tenant();
        var batch = parse(body, tenant);
        var ahead = new Request(request.caller(), request.correlation(), null, null, batch.readAhead(tenant, logs));
        return drain(batch, ahead).thenApply(done -> {
            count(batch.verdicts());
            return results.write(batch.verdicts());
        });
    }

    /** So many contacts side by side, each followed by the next one. */
    private CompletableFuture<Void> drain(Batch batch, Request request) {
        var contacts = new ConcurrentLinkedQueue<>(batch.contacts());
        var sideBySide = IntStream.range(0, Math.min(SIDE_BY_SIDE, contacts.size()))
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> next(contacts, batch, request), workers)
                        .thenCompose(begun -> begun))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(sideBySide);
    }

    private CompletableFuture<Void> next(Queue<UUID> contacts, Batch batch, Request request) {
        var contact = contacts.poll();
        return contact == null
                ? CompletableFuture.completedFuture(null)
                : batch.carryOut(contact, commands, request, workers)
                        .thenComposeAsync(done -> next(contacts, batch, request), workers);
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

    private Batch parse(byte[] bytes, UUID tenant) {
        var spans = lines(bytes);
        var batch = new Batch(spans.size());
        for (var number = 0; number < spans.size(); number++) {
            try {
                var span = spans.get(number);
                @Nullable BatchLine line = lines.readValue(bytes, span.from, span.length);
                if (line == null) throw Values.invalid("", "a command is required here");
                var contact = line.contact(tenant, ids);
                batch.add(number, contact, line.command(tenant, contact, master));
            } catch (Refused refused) {
                batch.refuse(number, refused.refusal());
            } catch (JacksonException malformed) {
                batch.refuse(number, JsonRefusals.of(malformed));
            }
        }
        return batch;
    }

    private record Span(int from, int length) {}

    /** The lines of the body; a last one may lack its end, empty ones are refused like any other that is no command. */
    private static List<Span> lines(byte[] bytes) {
        var spans = new ArrayList<Span>();
        for (int from = 0, to; from < bytes.length; from = to + 1) {
            to = from;
            while (to < bytes.length && bytes[to] != '\n') to++;
            spans.add(new Span(from, to - from));
            if (spans.size() > MOST_LINES)
                throw Code.TOO_LARGE.because("a batch has at most 5,000 lines").asException();
        }
        return spans;
    }

    private static ByteArrayOutputStream collect(ByteArrayOutputStream bytes, DataBuffer part) {
        try {
            if (bytes.size() + part.readableByteCount() > MOST_BYTES)
                throw Code.TOO_LARGE.because("a batch has at most 5 MB").asException();
            var copy = new byte[part.readableByteCount()];
            part.read(copy);
            bytes.writeBytes(copy);
            return bytes;
        } finally {
            DataBufferUtils.release(part);
        }
    }
}

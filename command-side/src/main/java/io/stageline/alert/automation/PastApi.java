package io.stageline.alert.automation;

import io.stageline.alert.automation.PastRequests.BacktestRequest;
import io.stageline.alert.automation.PastRequests.ExplainRequest;
import io.stageline.http.Caller;
import io.stageline.write.BodyOf;
import io.stageline.write.IdempotencyKey;
import io.stageline.write.Values;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Questions about the past of alert rules over HTTP; they change nothing. */
@RestController
@RequestMapping(path = "/v1/alert-rules", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Alert rules")
class PastApi {
    private static final String NO_KEY = "this changes nothing and takes no Idempotency-Key";

    private final Past past;
    private final PastDesk desk;
    private final JsonMapper json;

    PastApi(Past past, PastDesk desk, JsonMapper json) {
        this.past = past;
        this.desk = desk;
        this.json = json;
    }

    @PostMapping(path = "/backtest", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "backtestAlertRule",
            summary = "Tell what a rule would have raised over everything that was recorded; nothing is changed",
            description = "Either `rule` (as it would be saved) or `ruleId`, of a saved one also a `revision`."
                    + " `from` and `to` bound when alerts are raised. `compare` names the rule to be replaced."
                    + " At most 1,000 alerts are listed, all are counted; one question of a tenant at a time.")
    Mono<BacktestAnswer> backtest(
            @RequestBody @BodyOf(BacktestRequest.class) byte[] body, Caller caller, ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, NO_KEY);
        return Mono.defer(() -> {
            var request = read(body, BacktestRequest.class);
            return ask(caller, () -> past.backtest(caller.tenant(), request));
        });
    }

    @PostMapping(path = "/{ruleId}/explain", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "explainNoAlert",
            summary = "Tell why a rule had raised no alert about a subject or a fingerprint at a time, or not sent it")
    Mono<ExplainAnswer> explain(
            @PathVariable UUID ruleId,
            @RequestBody @BodyOf(ExplainRequest.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, NO_KEY);
        return Mono.defer(() -> {
            var request = read(body, ExplainRequest.class);
            return ask(caller, () -> past.explain(caller.tenant(), ruleId, request));
        });
    }

    private <T> Mono<T> ask(Caller caller, Supplier<T> question) {
        return Mono.fromFuture(desk.ask(caller.tenant(), question))
                .onErrorMap(CompletionException.class, Throwable::getCause);
    }

    private <B> B read(byte[] body, Class<B> type) {
        @Nullable B request = json.readValue(body, type);
        if (request == null) throw Values.invalid("", "a JSON object is required here");
        return request;
    }
}

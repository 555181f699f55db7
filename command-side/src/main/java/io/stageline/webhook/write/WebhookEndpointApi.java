package io.stageline.webhook.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.http.Caller;
import io.stageline.webhook.write.EndpointRequests.EndpointChange;
import io.stageline.webhook.write.EndpointRequests.NewEndpoint;
import io.stageline.webhook.write.EndpointRequests.Replay;
import io.stageline.webhook.write.EndpointRequests.Rotation;
import io.stageline.webhook.write.SecretAnswer.MadeSecret;
import io.stageline.webhook.write.WebhookCommand.ChangeEndpoint;
import io.stageline.webhook.write.WebhookCommand.CreateEndpoint;
import io.stageline.webhook.write.WebhookCommand.DeleteEndpoint;
import io.stageline.webhook.write.WebhookCommand.PauseEndpoint;
import io.stageline.webhook.write.WebhookCommand.ReplayMessages;
import io.stageline.webhook.write.WebhookCommand.ResumeEndpoint;
import io.stageline.webhook.write.WebhookCommand.RotateSecret;
import io.stageline.webhook.write.WebhookCommand.TestEndpoint;
import io.stageline.write.BodyOf;
import io.stageline.write.CommandPort;
import io.stageline.write.IdempotencyKey;
import io.stageline.write.Workers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Commands to webhook endpoints over HTTP, for administrators. */
@RestController
@RequestMapping(path = "/v1/webhook-endpoints", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Webhooks")
class WebhookEndpointApi {
    private static final String NEVER_REMEMBERED = "no Idempotency-Key is taken here: a secret is never remembered";

    private final CommandPort port;
    private final SafeUrl safe;
    private final QueuedMessages queued;
    private final Workers workers;

    WebhookEndpointApi(CommandPort port, SafeUrl safe, QueuedMessages queued, Workers workers) {
        this.port = port;
        this.safe = safe;
        this.queued = queued;
        this.workers = workers;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "createWebhookEndpoint",
            summary = "Send messages to a URL from now on; the answer is the only place that ever shows the secret")
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true)
    Mono<ResponseEntity<MadeSecret>> create(
            @RequestBody @BodyOf(NewEndpoint.class) byte[] body, Caller caller, ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, NEVER_REMEMBERED);
        return port.sendOnce(exchange, caller, body, NewEndpoint.class, SecretAnswer.class, wanted -> safe.verify(
                                wanted.wish())
                        .flatMap(wish -> Mono.fromFuture(() -> workers.submit(() -> {
                            queued.mustHaveRoom(caller.tenant());
                            var id = UuidCreator.getTimeOrderedEpoch();
                            return new CreateEndpoint(caller.tenant(), id, wish, wanted.asymmetric());
                        }))))
                .map(WebhookEndpointApi::shown);
    }

    @PatchMapping(path = "/{endpointId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "changeWebhookEndpoint", summary = "Change settings of an endpoint; what is missing stays")
    Mono<ResponseEntity<EndpointAnswer>> change(
            @PathVariable UUID endpointId,
            @RequestBody @BodyOf(EndpointChange.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        return port.sendOnce(
                exchange, caller, body, EndpointChange.class, EndpointAnswer.class, wanted -> safe.verify(wanted.wish())
                        .map(wish -> new ChangeEndpoint(caller.tenant(), endpointId, wish)));
    }

    @PostMapping(path = "/{endpointId}/rotate-secret", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Sign with a new secret, shown this once, and for a while with the old one too")
    Mono<ResponseEntity<MadeSecret>> rotate(
            @PathVariable UUID endpointId,
            @RequestBody @BodyOf(Rotation.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        IdempotencyKey.mustBeAbsent(exchange, NEVER_REMEMBERED);
        return port.send(
                        exchange,
                        caller,
                        body,
                        Rotation.class,
                        SecretAnswer.class,
                        wanted -> new RotateSecret(caller.tenant(), endpointId, wanted.overlap()))
                .map(WebhookEndpointApi::shown);
    }

    @PostMapping("/{endpointId}/pause")
    @Operation(operationId = "pauseWebhookEndpoint", summary = "Send nothing for the time being")
    Mono<ResponseEntity<EndpointAnswer>> pause(
            @PathVariable UUID endpointId, Caller caller, ServerWebExchange exchange) {
        return port.send(exchange, caller, EndpointAnswer.class, new PauseEndpoint(caller.tenant(), endpointId));
    }

    @PostMapping("/{endpointId}/resume")
    @Operation(operationId = "resumeWebhookEndpoint", summary = "Go on after a pause, or after it was disabled")
    Mono<ResponseEntity<EndpointAnswer>> resume(
            @PathVariable UUID endpointId, Caller caller, ServerWebExchange exchange) {
        return port.send(exchange, caller, EndpointAnswer.class, new ResumeEndpoint(caller.tenant(), endpointId));
    }

    @PostMapping("/{endpointId}/test")
    @Operation(
            operationId = "testWebhookEndpoint",
            summary = "Send a message that means nothing, five times a minute at most")
    Mono<ResponseEntity<EndpointAnswer>> test(
            @PathVariable UUID endpointId, Caller caller, ServerWebExchange exchange) {
        return port.send(exchange, caller, EndpointAnswer.class, new TestEndpoint(caller.tenant(), endpointId));
    }

    @PostMapping(path = "/{endpointId}/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "replayWebhookMessages",
            summary = "Send messages of a range again, all of them or only those that failed")
    Mono<ResponseEntity<EndpointAnswer>> replay(
            @PathVariable UUID endpointId,
            @RequestBody @BodyOf(Replay.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                body,
                Replay.class,
                EndpointAnswer.class,
                wanted -> new ReplayMessages(
                        caller.tenant(),
                        endpointId,
                        wanted.first(),
                        wanted.last(),
                        Boolean.TRUE.equals(wanted.failedOnly())));
    }

    @DeleteMapping("/{endpointId}")
    @Operation(operationId = "deleteWebhookEndpoint", summary = "Send nothing any more and forget what was to be sent")
    Mono<ResponseEntity<EndpointAnswer>> delete(
            @PathVariable UUID endpointId, Caller caller, ServerWebExchange exchange) {
        return port.send(exchange, caller, EndpointAnswer.class, new DeleteEndpoint(caller.tenant(), endpointId));
    }

    private static ResponseEntity<MadeSecret> shown(ResponseEntity<SecretAnswer> made) {
        var answer = java.util.Objects.requireNonNull(made.getBody());
        return ResponseEntity.status(made.getStatusCode())
                .headers(made.getHeaders())
                .body(answer.shown());
    }
}

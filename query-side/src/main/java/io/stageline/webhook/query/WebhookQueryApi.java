package io.stageline.webhook.query;

import io.stageline.http.Caller;
import io.stageline.http.Scope;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.TenantReads;
import io.stageline.query.When;
import io.stageline.webhook.query.WebhookQueries.Deliveries;
import io.stageline.webhook.query.WebhookQueries.Delivery;
import io.stageline.webhook.query.WebhookQueries.Endpoint;
import io.stageline.webhook.query.WebhookQueries.Endpoints;
import io.stageline.webhook.query.WebhookQueries.MessagePage;
import io.stageline.webhook.query.WebhookQueries.Messages;
import io.stageline.webhook.query.WebhookQueries.OneDelivery;
import io.stageline.webhook.query.WebhookQueries.OneEndpoint;
import io.stageline.webhook.query.WebhookQueries.WholeDelivery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes that ask about webhooks. */
@RestController
@RequestMapping(path = "/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Webhooks")
class WebhookQueryApi {
    /** What tells how far the queue shows the log. */
    private static final String QUEUE = "webhooks";

    private final TenantReads reads;

    WebhookQueryApi(TenantReads reads) {
        this.reads = reads;
    }

    @GetMapping("/webhook-endpoints")
    @Operation(operationId = "listWebhookEndpoints", summary = "Lists webhook endpoints, oldest first")
    Mono<ResponseEntity<Page<Endpoint>>> endpoints(
            Caller caller,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new Endpoints(limit, cursor);
        return read(caller, minPosition, reading -> EndpointReads.answer(question, reading));
    }

    @GetMapping("/webhook-endpoints/{endpointId}")
    @Operation(operationId = "getWebhookEndpoint", summary = "Shows one webhook endpoint and how it is")
    Mono<ResponseEntity<Endpoint>> endpoint(
            Caller caller, @PathVariable UUID endpointId, @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new OneEndpoint(endpointId);
        return read(caller, minPosition, reading -> EndpointReads.answer(question, reading));
    }

    @GetMapping("/webhook-endpoints/{endpointId}/messages")
    @Operation(
            operationId = "listWebhookMessages",
            summary = "Lists the messages of an endpoint after a sequence number",
            description =
                    "The numbers have no gaps: who has all up to lastSequence has missed nothing. Without after the"
                            + " list begins at keptFrom; an after before that is answered 410.")
    Mono<ResponseEntity<MessagePage>> messages(
            Caller caller,
            @PathVariable UUID endpointId,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new Messages(endpointId, after, limit);
        return read(caller, minPosition, reading -> EndpointReads.answer(question, reading));
    }

    @GetMapping("/webhook-deliveries")
    @Operation(
            operationId = "listWebhookDeliveries",
            summary = "Lists deliveries, newest first",
            description = "status: pending, delivered or failed; event: what it tells of. total counts up to 10,000.")
    Mono<ResponseEntity<Page<Delivery>>> deliveries(
            Caller caller,
            @RequestParam(required = false) @Nullable UUID endpoint,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable UUID event,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new Deliveries(endpoint, status, event, limit, cursor);
        return read(caller, minPosition, reading -> DeliveryReads.answer(question, reading));
    }

    @GetMapping("/webhook-deliveries/{deliveryId}")
    @Operation(
            operationId = "getWebhookDelivery",
            summary = "Shows one delivery with every attempt",
            description = "What the receiver answered is shown to administrators.")
    Mono<ResponseEntity<WholeDelivery>> delivery(
            Caller caller, @PathVariable UUID deliveryId, @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new OneDelivery(deliveryId, caller.may(Scope.admin));
        return read(caller, minPosition, reading -> DeliveryReads.answer(question, reading));
    }

    private <T> Mono<ResponseEntity<T>> read(
            Caller caller, @Nullable Long atLeast, Function<Reading, Mono<T>> question) {
        return reads.whenReached(QUEUE, caller, atLeast).then(reads.read(caller, null, When.NOW, question));
    }
}

package io.stageline.webhook.write;

import io.stageline.http.Caller;
import io.stageline.write.CommandPort;
import io.stageline.write.Workers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What can be done about one delivery. */
@RestController
@RequestMapping(path = "/v1/webhook-deliveries", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Webhooks")
class WebhookDeliveryApi {
    private final CommandPort port;
    private final QueuedMessages queued;
    private final Workers workers;

    WebhookDeliveryApi(CommandPort port, QueuedMessages queued, Workers workers) {
        this.port = port;
        this.queued = queued;
        this.workers = workers;
    }

    @PostMapping("/{deliveryId}/retry")
    @Operation(operationId = "retryWebhookDelivery", summary = "Send one message again, with the id that it has")
    Mono<ResponseEntity<EndpointAnswer>> retry(
            @PathVariable UUID deliveryId, Caller caller, ServerWebExchange exchange) {
        return port.sendOnce(
                exchange,
                caller,
                EndpointAnswer.class,
                Mono.fromFuture(() -> workers.submit(() -> queued.again(caller.tenant(), deliveryId))));
    }
}

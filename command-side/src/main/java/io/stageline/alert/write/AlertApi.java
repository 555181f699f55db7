package io.stageline.alert.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.write.AlertCommand.AcknowledgeAlert;
import io.stageline.alert.write.AlertCommand.EndAlertSilence;
import io.stageline.alert.write.AlertCommand.ResolveAlert;
import io.stageline.alert.write.AlertCommand.SilenceAlert;
import io.stageline.alert.write.RuleRequests.Acknowledgement;
import io.stageline.alert.write.RuleRequests.AlertSilence;
import io.stageline.http.Caller;
import io.stageline.write.BodyOf;
import io.stageline.write.CommandPort;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What people do about alerts over HTTP; raised they are by rules only. */
@RestController
@RequestMapping(path = "/v1/alerts/{alertId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Alerts")
class AlertApi {
    private final CommandPort port;

    AlertApi(CommandPort port) {
        this.port = port;
    }

    @PostMapping(path = "/acknowledge", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "acknowledgeAlert", summary = "Say that somebody has seen an alert and sees to it")
    Mono<ResponseEntity<AlertAnswer>> acknowledge(
            @PathVariable UUID alertId,
            @RequestBody @BodyOf(Acknowledgement.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                body,
                Acknowledgement.class,
                AlertAnswer.class,
                wish -> new AcknowledgeAlert(caller.tenant(), alertId, caller.keyId(), wish.note()));
    }

    @PostMapping(path = "/silence", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "silenceAlert",
            summary = "Send nothing of further alerts like this one until then; they are recorded and shown")
    @ApiResponse(responseCode = "201", description = "Silenced", useReturnTypeSchema = true)
    Mono<ResponseEntity<AlertAnswer>> silence(
            @PathVariable UUID alertId,
            @RequestBody @BodyOf(AlertSilence.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                body,
                AlertSilence.class,
                AlertAnswer.class,
                wish -> new SilenceAlert(
                        caller.tenant(),
                        alertId,
                        UuidCreator.getTimeOrderedEpoch(),
                        wish.until(),
                        caller.keyId(),
                        wish.reason()));
    }

    @DeleteMapping("/silences/{silenceId}")
    @Operation(operationId = "endAlertSilence", summary = "End a silence of alerts like this one before its time")
    Mono<ResponseEntity<AlertAnswer>> endSilence(
            @PathVariable UUID alertId, @PathVariable UUID silenceId, Caller caller, ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                AlertAnswer.class,
                new EndAlertSilence(caller.tenant(), alertId, silenceId, caller.keyId()));
    }

    @PostMapping("/resolve")
    @Operation(operationId = "resolveAlert", summary = "Say that an alert is over")
    Mono<ResponseEntity<AlertAnswer>> resolve(@PathVariable UUID alertId, Caller caller, ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                AlertAnswer.class,
                new ResolveAlert(caller.tenant(), alertId, null, Why.BY_HAND, null));
    }
}

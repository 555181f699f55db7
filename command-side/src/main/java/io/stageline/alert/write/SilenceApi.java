package io.stageline.alert.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.alert.write.RuleCommand.EndSilence;
import io.stageline.alert.write.RuleCommand.SilenceRule;
import io.stageline.alert.write.RuleRequests.RuleSilence;
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

/** Silences of alert rules over HTTP: what is found meanwhile is recorded and shown, but not sent. */
@RestController
@RequestMapping(path = "/v1/alert-rules/{ruleId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Alert rules")
class SilenceApi {
    private final CommandPort port;

    SilenceApi(CommandPort port) {
        this.port = port;
    }

    @PostMapping(path = "/silence", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "silenceAlertRule",
            summary = "Send nothing of what a rule finds until then, about one subject or at all")
    @ApiResponse(responseCode = "201", description = "Silenced", useReturnTypeSchema = true)
    Mono<ResponseEntity<SilenceAnswer>> silence(
            @PathVariable UUID ruleId,
            @RequestBody @BodyOf(RuleSilence.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                body,
                RuleSilence.class,
                SilenceAnswer.class,
                wish -> new SilenceRule(
                        caller.tenant(),
                        ruleId,
                        UuidCreator.getTimeOrderedEpoch(),
                        wish.subject(),
                        wish.until(),
                        caller.keyId(),
                        wish.reason()));
    }

    @DeleteMapping("/silences/{silenceId}")
    @Operation(operationId = "endSilence", summary = "End a silence of a rule before its time")
    Mono<ResponseEntity<SilenceAnswer>> end(
            @PathVariable UUID ruleId, @PathVariable UUID silenceId, Caller caller, ServerWebExchange exchange) {
        return port.send(exchange, caller, SilenceAnswer.class, new EndSilence(caller.tenant(), ruleId, silenceId));
    }
}

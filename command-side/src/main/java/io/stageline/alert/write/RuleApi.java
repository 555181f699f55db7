package io.stageline.alert.write;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.alert.write.RuleCommand.ChangeRule;
import io.stageline.alert.write.RuleCommand.DeleteRule;
import io.stageline.alert.write.RuleCommand.DisableRule;
import io.stageline.alert.write.RuleCommand.EnableRule;
import io.stageline.alert.write.RuleCommand.SaveRule;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Commands to alert rules over HTTP. */
@RestController
@RequestMapping(path = "/v1/alert-rules", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Alert rules")
class RuleApi {
    private final CommandPort port;

    RuleApi(CommandPort port) {
        this.port = port;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "saveAlertRule",
            summary = "Begin to watch; what can never or only ever be so is refused, and so is listening to oneself")
    @ApiResponse(responseCode = "201", description = "Saved", useReturnTypeSchema = true)
    Mono<ResponseEntity<RuleAnswer>> save(
            @RequestBody @BodyOf(RuleRequest.class) byte[] body, Caller caller, ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                body,
                RuleRequest.class,
                RuleAnswer.class,
                wish -> new SaveRule(caller.tenant(), UuidCreator.getTimeOrderedEpoch(), wish.text()));
    }

    @PutMapping(path = "/{ruleId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "changeAlertRule", summary = "Let a rule say this from now on; its revisions are kept")
    Mono<ResponseEntity<RuleAnswer>> change(
            @PathVariable UUID ruleId,
            @RequestBody @BodyOf(RuleRequest.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                body,
                RuleRequest.class,
                RuleAnswer.class,
                wish -> new ChangeRule(caller.tenant(), ruleId, wish.text()));
    }

    @PostMapping("/{ruleId}/enable")
    @Operation(operationId = "enableAlertRule", summary = "Watch again, as if the rule were new")
    Mono<ResponseEntity<RuleAnswer>> enable(@PathVariable UUID ruleId, Caller caller, ServerWebExchange exchange) {
        return port.send(exchange, caller, RuleAnswer.class, new EnableRule(caller.tenant(), ruleId));
    }

    @PostMapping("/{ruleId}/disable")
    @Operation(operationId = "disableAlertRule", summary = "Watch no more for now; open alerts of the rule end")
    Mono<ResponseEntity<RuleAnswer>> disable(@PathVariable UUID ruleId, Caller caller, ServerWebExchange exchange) {
        return port.send(exchange, caller, RuleAnswer.class, new DisableRule(caller.tenant(), ruleId));
    }

    @DeleteMapping("/{ruleId}")
    @Operation(operationId = "deleteAlertRule", summary = "Watch no more for ever; the alerts of the rule stay")
    Mono<ResponseEntity<RuleAnswer>> delete(@PathVariable UUID ruleId, Caller caller, ServerWebExchange exchange) {
        return port.send(exchange, caller, RuleAnswer.class, new DeleteRule(caller.tenant(), ruleId));
    }
}

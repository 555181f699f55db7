package io.stageline.alert.query;

import io.stageline.alert.query.RuleQueries.AlertRule;
import io.stageline.alert.query.RuleQueries.OneRule;
import io.stageline.alert.query.RuleQueries.Revision;
import io.stageline.alert.query.RuleQueries.Revisions;
import io.stageline.alert.query.RuleQueries.Rules;
import io.stageline.http.Caller;
import io.stageline.query.Page;
import io.stageline.query.TenantReads;
import io.stageline.query.When;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes that ask about alert rules. */
@RestController
@RequestMapping(path = "/v1/alert-rules", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Alert rules")
class RuleQueryApi {
    private final TenantReads reads;

    RuleQueryApi(TenantReads reads) {
        this.reads = reads;
    }

    @GetMapping
    @Operation(operationId = "listAlertRules", summary = "Lists alert rules, oldest first, without those deleted")
    Mono<ResponseEntity<Page<AlertRule>>> rules(
            Caller caller,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new Rules(limit, cursor);
        return reads.read(caller, minPosition, When.NOW, reading -> RuleReads.answer(question, reading));
    }

    @GetMapping("/{ruleId}")
    @Operation(
            operationId = "getAlertRule",
            summary = "Shows one alert rule, also a deleted one",
            description = "rule is what it says, as it is sent to change it.")
    Mono<ResponseEntity<AlertRule>> rule(
            Caller caller, @PathVariable UUID ruleId, @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new OneRule(ruleId);
        return reads.read(caller, minPosition, When.NOW, reading -> RuleReads.answer(question, reading));
    }

    @GetMapping("/{ruleId}/revisions")
    @Operation(
            operationId = "listAlertRuleRevisions",
            summary = "Lists what an alert rule ever said, newest first, and who had it so")
    Mono<ResponseEntity<Page<Revision>>> revisions(
            Caller caller,
            @PathVariable UUID ruleId,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new Revisions(ruleId, limit, cursor);
        return reads.read(caller, minPosition, When.NOW, reading -> RuleReads.answer(question, reading));
    }
}

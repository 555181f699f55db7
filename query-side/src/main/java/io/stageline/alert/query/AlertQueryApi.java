package io.stageline.alert.query;

import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.alert.query.AlertQueries.Alert;
import io.stageline.alert.query.AlertQueries.Alerts;
import io.stageline.alert.query.AlertQueries.ExplainAlert;
import io.stageline.alert.query.AlertQueries.Explanation;
import io.stageline.alert.query.AlertQueries.OneAlert;
import io.stageline.alert.query.AlertQueries.Status;
import io.stageline.alert.query.AlertQueries.ToldAlert;
import io.stageline.alert.query.AlertQueries.Wanted;
import io.stageline.http.Caller;
import io.stageline.query.Page;
import io.stageline.query.TenantReads;
import io.stageline.query.When;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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

/** The routes that ask about alerts. */
@RestController
@RequestMapping(path = "/v1/alerts", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Alerts")
class AlertQueryApi {
    private static final String HEARD = "LIVE";

    private final TenantReads reads;

    AlertQueryApi(TenantReads reads) {
        this.reads = reads;
    }

    @GetMapping
    @Operation(
            operationId = "listAlerts",
            summary = "Lists alerts, newest first",
            description = "Every filter given must hold. Alerts of rules that are only watched are listed with"
                    + " mode=SHADOW.")
    Mono<ResponseEntity<Page<Alert>>> alerts(
            Caller caller,
            @Parameter(description = "OPEN is raised or acknowledged") @RequestParam(required = false) @Nullable
                    Status status,
            @RequestParam(required = false) @Nullable UUID rule,
            @Parameter(description = "What signals name whom or what they are about, or its id")
                    @RequestParam(required = false)
                    @Nullable
                    String subject,
            @RequestParam(required = false) @Nullable Severity severity,
            @Parameter(description = "A groupKey") @RequestParam(required = false) @Nullable UUID group,
            @RequestParam(defaultValue = HEARD) Mode mode,
            @RequestParam(required = false) @Nullable UUID contact,
            @RequestParam(required = false) @Nullable UUID journal,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var wanted = new Wanted(status, rule, subject, severity, group, mode, contact, journal);
        var question = new Alerts(wanted, limit, cursor);
        return reads.read(caller, minPosition, When.NOW, reading -> AlertReads.answer(question, reading));
    }

    @GetMapping("/{alertId}")
    @Operation(
            operationId = "getAlert",
            summary = "Shows one alert, and what became of each message that tells an endpoint of it")
    Mono<ResponseEntity<ToldAlert>> alert(
            Caller caller, @PathVariable UUID alertId, @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new OneAlert(alertId);
        return reads.read(caller, minPosition, When.NOW, reading -> AlertReads.answer(question, reading));
    }

    @GetMapping("/{alertId}/explain")
    @Operation(
            operationId = "explainAlert",
            summary = "Shows why an alert was raised: its rule as it was then, what it rests on, and what was done",
            description = "sent tells whether receivers are told of it; if not, its rule is only watched (shadow) or"
                    + " somebody wanted silence (silenced). deliveries tells what became of each message.")
    Mono<ResponseEntity<Explanation>> explain(
            Caller caller, @PathVariable UUID alertId, @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new ExplainAlert(alertId);
        return reads.read(caller, minPosition, When.NOW, reading -> ExplainAlertReads.answer(question, reading));
    }
}

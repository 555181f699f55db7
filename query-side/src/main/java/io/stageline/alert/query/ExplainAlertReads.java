package io.stageline.alert.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;

import io.r2dbc.spi.Readable;
import io.stageline.alert.events.Evidence;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.query.AlertQueries.Alert;
import io.stageline.alert.query.AlertQueries.ExplainAlert;
import io.stageline.alert.query.AlertQueries.Explanation;
import io.stageline.alert.query.AlertQueries.Input;
import io.stageline.alert.query.AlertQueries.Sent;
import io.stageline.alert.query.AlertQueries.Sent.WhyNot;
import io.stageline.alert.query.AlertQueries.Step;
import io.stageline.alert.query.AlertQueries.Step.What;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.webhook.query.DeliveryReads;
import io.stageline.webhook.query.WebhookQueries.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The SELECTs of what an alert rests on: the rule as it was, the inputs and when they were recorded, every step, every delivery. */
final class ExplainAlertReads {
    private static final ObjectReader EVIDENCE = new JsonMapper().readerFor(Evidence.class);

    private static final String ALERT = """
            SELECT %s,
                   (SELECT past.rule
                      FROM alert_rule_revision AS past
                     WHERE past.tenant_id = alert.tenant_id AND past.rule_id = alert.rule_id
                       AND past.revision = alert.revision) AS rule
              FROM alert
             WHERE tenant_id = :tenant AND alert_id = :alert""".formatted(AlertReads.COLUMNS);

    // A moment is known by its last position.
    private static final String INPUTS = """
            SELECT input.position,
                   (SELECT recorded_at
                      FROM moment
                     WHERE tenant_id = :tenant AND position >= input.position
                     ORDER BY position
                     LIMIT 1) AS recorded_at
              FROM unnest(CAST(:inputs AS bigint[])) AS input (position)
             ORDER BY input.position""";

    private static final String STEPS = """
            SELECT version, what, recorded_at, actor, note, until
              FROM alert_step
             WHERE tenant_id = :tenant AND alert_id = :alert
             ORDER BY version""";

    private ExplainAlertReads() {}

    private record Found(Alert alert, @Nullable String rule, Evidence evidence) {
        static Found of(Readable row) {
            var alert = AlertReads.alert(row);
            return new Found(alert, maybe(row, "rule", String.class), EVIDENCE.readValue(alert.evidence()));
        }
    }

    static Mono<Explanation> answer(ExplainAlert question, Reading reading) {
        return reading.one(Sql.of(ALERT).bind("alert", question.alertId()), Found::of)
                .switchIfEmpty(Mono.error(AlertReads::unknown))
                .flatMap(found -> inputs(found, reading).flatMap(inputs -> steps(found, reading)
                        .flatMap(steps -> DeliveryReads.ofAlert(question.alertId(), reading)
                                .map(deliveries -> explained(found, inputs, steps, deliveries)))));
    }

    private static Mono<List<Input>> inputs(Found found, Reading reading) {
        var positions = found.evidence.inputs().toArray(Long[]::new);
        return reading.all(
                Sql.of(INPUTS).bind("inputs", positions),
                row -> new Input(need(row, "position", Long.class), maybe(row, "recorded_at", Instant.class)));
    }

    private static Mono<List<Step>> steps(Found found, Reading reading) {
        return reading.all(
                Sql.of(STEPS).bind("alert", found.alert.alertId()),
                row -> new Step(
                        need(row, "version", Long.class),
                        What.valueOf(need(row, "what", String.class)),
                        need(row, "recorded_at", Instant.class),
                        need(row, "actor", UUID.class),
                        maybe(row, "note", String.class),
                        maybe(row, "until", Instant.class)));
    }

    private static Explanation explained(Found found, List<Input> inputs, List<Step> steps, List<Delivery> deliveries) {
        var evidence = found.evidence;
        return new Explanation(
                found.alert,
                found.rule,
                inputs,
                evidence.values(),
                evidence.baseline(),
                evidence.score(),
                evidence.because(),
                steps,
                sent(found.alert),
                deliveries);
    }

    private static Sent sent(Alert alert) {
        var why = alert.mode() == Mode.SHADOW ? WhyNot.shadow : alert.silenceId() != null ? WhyNot.silenced : null;
        return new Sent(why == null, why);
    }
}

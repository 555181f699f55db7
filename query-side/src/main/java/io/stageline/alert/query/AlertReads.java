package io.stageline.alert.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.UNKNOWN_ALERT;

import io.r2dbc.spi.Readable;
import io.stageline.alert.events.RuleText.Mode;
import io.stageline.alert.events.RuleText.Severity;
import io.stageline.alert.query.AlertQueries.Alert;
import io.stageline.alert.query.AlertQueries.Alerts;
import io.stageline.alert.query.AlertQueries.OneAlert;
import io.stageline.alert.query.AlertQueries.Status;
import io.stageline.alert.query.AlertQueries.Wanted;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import io.stageline.webhook.query.DeliveryReads;
import io.stageline.webhook.query.WebhookQueries.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The SELECTs about alerts. */
final class AlertReads {
    // Of each silence counts what was said last: whoever ends one makes it a silence until then.
    private static final String SILENCED_UNTIL = """
            (SELECT max(until)
               FROM (SELECT DISTINCT ON (silence_id) until
                       FROM alert_step AS step
                      WHERE step.tenant_id = alert.tenant_id AND step.alert_id = alert.alert_id
                        AND silence_id IS NOT NULL
                      ORDER BY silence_id, version DESC) AS silence
              WHERE until > :now) AS silenced_until""";

    static final String COLUMNS = """
            alert_id, rule_id, revision, mode, severity, status, fingerprint, group_key, journal_id, contact_id,
            subject_id, subject, silence_id, %s, raised_at, pending_since, resolved_at, why, evidence,
            resolved_on, version""".formatted(SILENCED_UNTIL);

    private static final String ALERT = "SELECT " + COLUMNS + "\n  FROM alert\n WHERE tenant_id = :tenant";

    private static final String COUNT = "SELECT count(*) AS total FROM alert WHERE tenant_id = :tenant";

    private static final String PAGE = """

             ORDER BY raised_at DESC, alert_id DESC
             LIMIT :limit + 1""";

    private AlertReads() {}

    /** Where a page ended. */
    private record Last(Instant raisedAt, UUID alert) {}

    static Mono<Page<Alert>> answer(Alerts question, Reading reading) {
        var cursors = Cursor.in("alerts", question.wanted());
        var last = cursors.read(
                question.cursor(), 2, keys -> new Last(Instant.parse(keys.get(0)), UUID.fromString(keys.get(1))));
        var filters = filters(question.wanted());
        var page = new Filters();
        if (last != null)
            page.when(last.raisedAt, "(raised_at, alert_id) < (:raisedAt, :after)", "raisedAt")
                    .bind("after", last.alert);
        var count = Sql.of(COUNT + filters.text()).bindAll(filters.values());
        var rows = Sql.of(ALERT + filters.text() + page.text() + PAGE)
                .bindAll(filters.values())
                .bindAll(page.values())
                .bind("limit", question.limit());
        return reading.one(count, row -> need(row, "total", Long.class))
                .flatMap(total -> reading.all(rows, AlertReads::alert)
                        .map(found -> Page.of(
                                found,
                                question.limit(),
                                total,
                                row -> row,
                                row -> cursors.after(row.raisedAt(), row.alertId()))));
    }

    static Mono<Alert> answer(OneAlert question, Reading reading) {
        var sql = Sql.of(ALERT + " AND alert_id = :alert").bind("alert", question.alertId());
        return DeliveryReads.ofAlert(question.alertId(), reading)
                .flatMap(deliveries -> reading.one(sql, row -> alert(row, deliveries)))
                .switchIfEmpty(Mono.error(AlertReads::unknown));
    }

    private static Filters filters(Wanted wanted) {
        var filters = new Filters()
                .when(wanted.mode().name(), "mode = :mode", "mode")
                .when(wanted.rule(), "rule_id = :rule", "rule")
                .when(wanted.subject(), wanted.matchesSubject(), "subject")
                .bind("subjectId", wanted.subjectId())
                .when(wanted.severity() == null ? null : wanted.severity().name(), "severity = :severity", "severity")
                .when(wanted.group(), "group_key = :group", "group")
                .when(wanted.contact(), "contact_id = :contact", "contact")
                .when(wanted.journal(), "journal_id = :journal", "journal");
        if (wanted.status() == Status.OPEN) return filters.and("closed IS NULL");
        return filters.when(wanted.status() == null ? null : wanted.status().name(), "status = :status", "status");
    }

    static Alert alert(Readable row) {
        return alert(row, null);
    }

    private static Alert alert(Readable row, @Nullable List<Delivery> deliveries) {
        return new Alert(
                need(row, "alert_id", UUID.class),
                need(row, "rule_id", UUID.class),
                need(row, "revision", Integer.class),
                Mode.valueOf(need(row, "mode", String.class)),
                Severity.valueOf(need(row, "severity", String.class)),
                Status.valueOf(need(row, "status", String.class)),
                need(row, "fingerprint", UUID.class),
                maybe(row, "group_key", UUID.class),
                maybe(row, "journal_id", UUID.class),
                maybe(row, "contact_id", UUID.class),
                maybe(row, "subject_id", UUID.class),
                maybe(row, "subject", String.class),
                maybe(row, "silence_id", UUID.class),
                maybe(row, "silenced_until", Instant.class),
                need(row, "raised_at", Instant.class),
                maybe(row, "pending_since", Instant.class),
                maybe(row, "resolved_at", Instant.class),
                maybe(row, "why", String.class),
                need(row, "evidence", String.class),
                maybe(row, "resolved_on", String.class),
                need(row, "version", Long.class),
                deliveries);
    }

    static Refused unknown() {
        return UNKNOWN_ALERT.because("There is no such alert.").asException();
    }
}

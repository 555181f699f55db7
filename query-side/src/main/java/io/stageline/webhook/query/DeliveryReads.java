package io.stageline.webhook.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.UNKNOWN_DELIVERY;
import static java.util.Objects.requireNonNull;

import io.r2dbc.spi.Readable;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.webhook.query.WebhookQueries.Attempt;
import io.stageline.webhook.query.WebhookQueries.Deliveries;
import io.stageline.webhook.query.WebhookQueries.Delivery;
import io.stageline.webhook.query.WebhookQueries.OneDelivery;
import io.stageline.webhook.query.WebhookQueries.WholeDelivery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The SELECTs about deliveries and their attempts. */
public final class DeliveryReads {
    private static final String DELIVERY = """
            SELECT message_id, endpoint_id, sequence, event_id, type, subject, state, attempts, last_status, last_error,
                   created_at, finished_at, position
              FROM stageline.webhook_message
             WHERE tenant_id = :tenant""";

    private static final String COUNT = """
            SELECT count(*) AS total
              FROM (SELECT FROM stageline.webhook_message
                     WHERE tenant_id = :tenant%s
                     LIMIT 10000) AS counted""";

    private static final String PAGE = """

             ORDER BY position DESC, message_id DESC
             LIMIT :limit + 1""";

    private static final String ATTEMPTS = """
            SELECT attempt, at, latency_millis, status, error, CASE WHEN :responses THEN response END AS response
              FROM stageline.webhook_attempt
             WHERE tenant_id = :tenant AND endpoint_id = :endpoint AND sequence = :sequence
             ORDER BY attempt""";

    private static final String OF_ALERT = DELIVERY + """

               AND alert_id = :alert
             ORDER BY position, endpoint_id""";

    // As constants: each state has an index of its own.
    private static final Map<String, String> IN_STATE =
            Map.of("pending", "state = 'pending'", "delivered", "state = 'delivered'", "failed", "state = 'failed'");

    private DeliveryReads() {}

    /** Where a page ended. */
    private record Last(long position, UUID message) {}

    /** A delivery and the position of its event, by which the list is sorted. */
    private record Row(Delivery delivery, long position) {}

    static Mono<Page<Delivery>> answer(Deliveries question, Reading reading) {
        var cursors = Cursor.in("webhook-deliveries", question.endpoint(), question.status(), question.event());
        var after = cursors.read(
                question.cursor(), 2, keys -> new Last(Long.parseLong(keys.get(0)), UUID.fromString(keys.get(1))));
        var filters = new Filters()
                .when(question.endpoint(), "endpoint_id = :endpoint", "endpoint")
                .when(question.event(), "event_id = :event", "event");
        if (question.status() != null) filters.and(requireNonNull(IN_STATE.get(question.status())));
        var page = new Filters();
        if (after != null)
            page.when(after.position, "(position, message_id) < (:position, :message)", "position")
                    .bind("message", after.message);
        var count = Sql.of(COUNT.formatted(filters.text())).bindAll(filters.values());
        var rows = Sql.of(DELIVERY + filters.text() + page.text() + PAGE)
                .bindAll(filters.values())
                .bindAll(page.values())
                .bind("limit", question.limit());
        return reading.one(count, row -> need(row, "total", Long.class))
                .flatMap(total -> reading.all(rows, DeliveryReads::row)
                        .map(found -> Page.of(
                                found,
                                question.limit(),
                                total,
                                Row::delivery,
                                row -> cursors.after(row.position, row.delivery.deliveryId()))));
    }

    static Mono<WholeDelivery> answer(OneDelivery question, Reading reading) {
        return reading.one(
                        Sql.of(DELIVERY + " AND message_id = :delivery").bind("delivery", question.deliveryId()),
                        row -> row(row).delivery)
                .switchIfEmpty(Mono.error(() ->
                        UNKNOWN_DELIVERY.because("There is no such delivery.").asException()))
                .flatMap(delivery -> reading.all(
                                Sql.of(ATTEMPTS)
                                        .bind("endpoint", delivery.endpointId())
                                        .bind("sequence", delivery.sequence())
                                        .bind("responses", question.responses()),
                                DeliveryReads::attempt)
                        .map(attempts -> new WholeDelivery(delivery, attempts)));
    }

    /** What was or is to be told of an alert, to each endpoint, in the order in which it happened; what is removed is not there. */
    public static Mono<List<Delivery>> ofAlert(UUID alertId, Reading reading) {
        return reading.all(Sql.of(OF_ALERT).bind("alert", alertId), row -> row(row).delivery);
    }

    /** The id as receivers know it. */
    static String onTheWire(UUID messageId) {
        return "msg_" + messageId.toString().replace("-", "");
    }

    private static Row row(Readable row) {
        var id = need(row, "message_id", UUID.class);
        var delivery = new Delivery(
                id,
                need(row, "endpoint_id", UUID.class),
                need(row, "sequence", Long.class),
                onTheWire(id),
                need(row, "event_id", UUID.class),
                need(row, "type", String.class),
                need(row, "subject", UUID.class),
                need(row, "state", String.class),
                need(row, "attempts", Integer.class),
                maybe(row, "last_status", Integer.class),
                maybe(row, "last_error", String.class),
                need(row, "created_at", Instant.class),
                maybe(row, "finished_at", Instant.class));
        return new Row(delivery, need(row, "position", Long.class));
    }

    private static Attempt attempt(Readable row) {
        return new Attempt(
                need(row, "attempt", Integer.class),
                need(row, "at", Instant.class),
                need(row, "latency_millis", Integer.class),
                maybe(row, "status", Integer.class),
                maybe(row, "error", String.class),
                maybe(row, "response", String.class));
    }
}

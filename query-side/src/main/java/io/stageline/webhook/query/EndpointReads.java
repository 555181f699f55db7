package io.stageline.webhook.query;

import static io.stageline.query.Reading.maybe;
import static io.stageline.query.Reading.need;
import static io.stageline.refusal.Code.MESSAGES_REMOVED;
import static io.stageline.refusal.Code.UNKNOWN_ENDPOINT;

import io.r2dbc.spi.Readable;
import io.stageline.query.Cursor;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.stageline.query.Reading;
import io.stageline.query.Sql;
import io.stageline.refusal.Refused;
import io.stageline.webhook.query.WebhookQueries.Endpoint;
import io.stageline.webhook.query.WebhookQueries.Endpoints;
import io.stageline.webhook.query.WebhookQueries.Message;
import io.stageline.webhook.query.WebhookQueries.MessagePage;
import io.stageline.webhook.query.WebhookQueries.Messages;
import io.stageline.webhook.query.WebhookQueries.OneEndpoint;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The SELECTs about webhook endpoints and their messages. */
final class EndpointReads {
    private static final String ENDPOINT = """
            SELECT e.endpoint_id, e.name, e.origin, e.event_types, e.timeout_seconds, e.per_second, e.retry_seconds, e.state,
                   e.disabled_because, h.failing_since, e.removed_to, e.last_sequence, e.created_at, e.changed_at, e.version
              FROM stageline.webhook_endpoint e
              LEFT JOIN stageline.webhook_health h ON h.tenant_id = e.tenant_id AND h.endpoint_id = e.endpoint_id
             WHERE e.tenant_id = :tenant""";

    private static final String COUNT = """
            SELECT count(*) AS total
              FROM stageline.webhook_endpoint
             WHERE tenant_id = :tenant""";

    private static final String PAGE = """

             ORDER BY e.endpoint_id
             LIMIT :limit + 1""";

    private static final String KEPT = """
            SELECT removed_to, last_sequence
              FROM stageline.webhook_endpoint
             WHERE tenant_id = :tenant AND endpoint_id = :endpoint""";

    private static final String MESSAGES = """
            SELECT sequence, message_id, event_id, type, created_at, state, body
              FROM stageline.webhook_message
             WHERE tenant_id = :tenant AND endpoint_id = :endpoint AND sequence > :after
             ORDER BY sequence
             LIMIT :limit""";

    private EndpointReads() {}

    /** Which part of the sequence has no gaps. */
    private record Kept(long removedTo, long last) {
        static Kept of(Readable row) {
            return new Kept(need(row, "removed_to", Long.class), need(row, "last_sequence", Long.class));
        }

        /** The number after which somebody wants messages; what is not kept any more must not look like a loss. */
        long from(@Nullable Long after) {
            if (after == null) return removedTo;
            if (after >= removedTo) return after;
            throw MESSAGES_REMOVED
                    .because("Messages before number " + (removedTo + 1) + " were delivered and have been removed.")
                    .with("keptFrom", removedTo + 1)
                    .asException();
        }
    }

    static Mono<Page<Endpoint>> answer(Endpoints question, Reading reading) {
        var cursors = Cursor.in("webhook-endpoints");
        var after = cursors.read(question.cursor(), 1, keys -> UUID.fromString(keys.get(0)));
        var page = new Filters().when(after, "e.endpoint_id > :after", "after");
        var rows = Sql.of(ENDPOINT + page.text() + PAGE).bindAll(page.values()).bind("limit", question.limit());
        return reading.one(Sql.of(COUNT), row -> need(row, "total", Long.class))
                .flatMap(total -> reading.all(rows, EndpointReads::endpoint)
                        .map(found -> Page.of(
                                found, question.limit(), total, row -> row, row -> cursors.after(row.endpointId()))));
    }

    static Mono<Endpoint> answer(OneEndpoint question, Reading reading) {
        return reading.one(
                        Sql.of(ENDPOINT + " AND e.endpoint_id = :endpoint").bind("endpoint", question.endpointId()),
                        EndpointReads::endpoint)
                .switchIfEmpty(Mono.error(EndpointReads::unknown));
    }

    static Mono<MessagePage> answer(Messages question, Reading reading) {
        return reading.one(Sql.of(KEPT).bind("endpoint", question.endpointId()), Kept::of)
                .switchIfEmpty(Mono.error(EndpointReads::unknown))
                .flatMap(kept -> reading.all(
                                Sql.of(MESSAGES)
                                        .bind("endpoint", question.endpointId())
                                        .bind("after", kept.from(question.after()))
                                        .bind("limit", question.limit()),
                                EndpointReads::message)
                        .map(found -> page(found, kept)));
    }

    private static MessagePage page(List<Message> found, Kept kept) {
        var reached = found.isEmpty() ? kept.last : found.get(found.size() - 1).sequence();
        return new MessagePage(
                found, kept.removedTo + 1, kept.last, reached < kept.last ? Long.toString(reached) : null);
    }

    private static Endpoint endpoint(Readable row) {
        return new Endpoint(
                need(row, "endpoint_id", UUID.class),
                need(row, "name", String.class),
                need(row, "origin", String.class),
                List.of(need(row, "event_types", String[].class)),
                need(row, "timeout_seconds", Integer.class),
                maybe(row, "per_second", Integer.class),
                List.of(need(row, "retry_seconds", Integer[].class)),
                need(row, "state", String.class),
                maybe(row, "disabled_because", String.class),
                maybe(row, "failing_since", Instant.class),
                need(row, "removed_to", Long.class) + 1,
                need(row, "last_sequence", Long.class),
                need(row, "created_at", Instant.class),
                need(row, "changed_at", Instant.class),
                need(row, "version", Long.class));
    }

    private static Message message(Readable row) {
        var id = need(row, "message_id", UUID.class);
        return new Message(
                need(row, "sequence", Long.class),
                id,
                DeliveryReads.onTheWire(id),
                need(row, "event_id", UUID.class),
                need(row, "type", String.class),
                need(row, "created_at", Instant.class),
                need(row, "state", String.class),
                need(row, "body", String.class));
    }

    private static Refused unknown() {
        return UNKNOWN_ENDPOINT.because("There is no such webhook endpoint.").asException();
    }
}

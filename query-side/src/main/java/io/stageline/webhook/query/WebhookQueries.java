package io.stageline.webhook.query;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.stageline.query.Filters;
import io.stageline.query.Page;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every question about webhooks, each next to the shape of its answer. */
public sealed interface WebhookQueries {
    List<String> STATES = List.of("pending", "delivered", "failed");

    /** The endpoints in the order in which they were made. */
    record Endpoints(int limit, @Nullable String cursor) implements WebhookQueries {
        public Endpoints {
            Page.limit(limit);
        }
    }

    record OneEndpoint(UUID endpointId) implements WebhookQueries {}

    /** An endpoint without its secrets; of its URL only the origin, for the rest may be one. */
    record Endpoint(
            UUID endpointId,
            String name,
            String origin,
            List<String> eventTypes,
            int timeoutSeconds,
            @Nullable Integer perSecond,
            List<Integer> retrySeconds,
            String state,
            @Nullable String disabledBecause,
            @Nullable Instant failingSince,
            long keptFrom,
            long lastSequence,
            Instant createdAt,
            Instant changedAt,
            long version) {}

    /**
     * The messages of an endpoint after a sequence number, or all that are kept: who has them all up to {@code lastSequence}
     * has missed none.
     */
    record Messages(UUID endpointId, @Nullable Long after, int limit) implements WebhookQueries {
        public Messages {
            Page.limit(limit);
            if (after != null && after < 0) throw Filters.invalid("after", "a sequence number, or 0");
        }
    }

    /**
     * A part of the sequence without gaps, and the number to go on after, if there is more. From {@code keptFrom} on every
     * message is kept; what was delivered before it may have been removed.
     */
    record MessagePage(
            List<Message> items,
            long keptFrom,
            long lastSequence,
            @Nullable String next) {}

    /** A message with the body as it is sent. */
    record Message(
            long sequence,
            UUID deliveryId,
            String messageId,
            UUID eventId,
            String type,
            Instant createdAt,
            String state,
            @Schema(type = "object") @JsonRawValue String body) {}

    /** The deliveries, newest first, of all endpoints or one, in all states or one, of all events or one; their total ends at 10,000. */
    record Deliveries(
            @Nullable UUID endpoint,
            @Nullable String status,
            @Nullable UUID event,
            int limit,
            @Nullable String cursor) implements WebhookQueries {
        public Deliveries {
            Filters.checkWord("status", status, STATES);
            Page.limit(limit);
        }
    }

    /** One delivery; what a receiver answered may be a secret of its owner, and is not for everybody who may read. */
    record OneDelivery(UUID deliveryId, boolean responses) implements WebhookQueries {}

    /** What became of a message so far. */
    record Delivery(
            UUID deliveryId,
            UUID endpointId,
            long sequence,
            String messageId,
            UUID eventId,
            String type,
            UUID subject,
            String state,
            int attempts,
            @Nullable Integer lastStatus,
            @Nullable String lastError,
            Instant createdAt,
            @Nullable Instant finishedAt) {}

    /** The same with every attempt, the first one first. */
    record WholeDelivery(Delivery delivery, List<Attempt> attempts) {}

    /** One attempt; the response is cut to 1,000 characters, and for administrators. */
    record Attempt(
            int attempt,
            Instant at,
            int latencyMillis,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String response) {}
}

package io.stageline.webhook.automation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.f4b6a3.uuid.UuidCreator;
import io.stageline.alert.events.AlertEvent;
import io.stageline.eventlog.Recorded;
import io.stageline.webhook.automation.Translation.Outgoing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A message as it is queued: everything in it follows from the event, the endpoint and its sequence number. */
record Message(
        EndpointKey to,
        long sequence,
        UUID id,
        UUID eventId,
        String type,
        UUID subject,
        @Nullable UUID alertId,
        long position,
        String body,
        Instant createdAt) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Longest body in bytes (Standard Webhooks 1.0.0: a payload should be smaller than 20 kB). */
    private static final int LONGEST = 20_000;

    static Message of(EndpointKey to, long sequence, String type, Outgoing outgoing, Recorded recorded) {
        var id = id(to, recorded.eventId());
        var body = JSON.writeValueAsString(body(id, sequence, type, outgoing, recorded));
        if (body.getBytes(UTF_8).length >= LONGEST)
            body = JSON.writeValueAsString(body(id, sequence, type, idsOf(outgoing), recorded));
        return new Message(
                to,
                sequence,
                id,
                recorded.eventId(),
                type,
                outgoing.subject(),
                recorded.event() instanceof AlertEvent alert ? alert.alertId() : null,
                recorded.position(),
                body,
                recorded.recordedAt());
    }

    /** The same for the same event and endpoint, whoever asks and however often (UUID version 5, RFC 9562). */
    static UUID id(EndpointKey to, UUID eventId) {
        return UuidCreator.getNameBasedSha1(to.endpoint(), eventId.toString());
    }

    /** The id as receivers know it. */
    static String onTheWire(UUID id) {
        return "msg_" + id.toString().replace("-", "");
    }

    private static Map<String, @Nullable Object> body(
            UUID id, long sequence, String type, Outgoing outgoing, Recorded recorded) {
        var body = Fields.of(
                "type", type,
                "timestamp", recorded.recordedAt().toString(),
                "idempotencyKey", onTheWire(id),
                "eventId", recorded.eventId(),
                "sequence", sequence,
                "position", recorded.position(),
                "data", outgoing.data());
        if (outgoing.previous() != null) body.put("previous", outgoing.previous());
        return body;
    }

    /** What does not fit is left to be asked for. */
    private static Outgoing idsOf(Outgoing whole) {
        var ids = new LinkedHashMap<String, @Nullable Object>();
        whole.data().forEach((name, value) -> {
            if (value instanceof UUID) ids.put(name, value);
        });
        ids.put("omitted", true);
        return Outgoing.of(whole.subject(), ids);
    }
}

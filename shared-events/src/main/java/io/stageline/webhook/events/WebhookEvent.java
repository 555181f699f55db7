package io.stageline.webhook.events;

import io.stageline.events.Sealed;
import io.stageline.events.Stored;
import java.time.Instant;
import java.util.UUID;

/** Everything that can happen to a webhook endpoint, that is a receiver's URL, in the order it usually happens. */
public sealed interface WebhookEvent {
    UUID endpointId();

    /** A receiver wants to hear of events from here on, signed with this secret. */
    @Stored("webhook-endpoint.created/1")
    record EndpointCreated(UUID endpointId, EndpointSettings settings, Sealed secret) implements WebhookEvent {}

    /** All settings are these now. */
    @Stored("webhook-endpoint.changed/1")
    record EndpointChanged(UUID endpointId, EndpointSettings settings) implements WebhookEvent {}

    /** Messages are signed with this secret, and with the one before it too until then. */
    @Stored("webhook-endpoint.secret-rotated/1")
    record SecretRotated(UUID endpointId, Sealed secret, Instant previousUntil) implements WebhookEvent {}

    /** Somebody wants to see whether messages arrive. */
    @Stored("webhook-endpoint.test-requested/1")
    record TestRequested(UUID endpointId) implements WebhookEvent {}

    /** Nothing is sent for the time being; messages go on to be numbered and kept. */
    @Stored("webhook-endpoint.paused/1")
    record EndpointPaused(UUID endpointId) implements WebhookEvent {}

    /** The receiver said that it is gone, or failed for days, or its settings cannot be opened: nothing is sent until somebody resumes it. */
    @Stored("webhook-endpoint.disabled/1")
    record EndpointDisabled(UUID endpointId, String because) implements WebhookEvent {
        public static final String GONE = "gone";
        public static final String FAILING = "failing";
        public static final String UNREADABLE = "unreadable";
    }

    /** Sending goes on with the first message that was not sent. */
    @Stored("webhook-endpoint.resumed/1")
    record EndpointResumed(UUID endpointId) implements WebhookEvent {}

    /** Messages of these sequence numbers, both included, are sent again, or only those that had failed. */
    @Stored("webhook-endpoint.replay-requested/1")
    record ReplayRequested(UUID endpointId, long from, long to, boolean failedOnly) implements WebhookEvent {}

    /** Nothing is sent any more, and what was kept for it goes. */
    @Stored("webhook-endpoint.deleted/1")
    record EndpointDeleted(UUID endpointId) implements WebhookEvent {}
}

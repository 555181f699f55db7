package io.stageline.webhook.write;

import io.stageline.eventlog.StreamKey;
import io.stageline.events.Sealed;
import io.stageline.refusal.Code;
import io.stageline.refusal.Refusal;
import io.stageline.webhook.events.EndpointSettings;
import io.stageline.write.Command;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of a webhook endpoint. */
public sealed interface WebhookCommand extends Command {
    UUID tenant();

    UUID endpointId();

    @Override
    default StreamKey target() {
        return new StreamKey(tenant(), endpointId());
    }

    @Override
    default Refusal whenMissing() {
        return Code.UNKNOWN_ENDPOINT.because("there is no such webhook endpoint");
    }

    /** Send messages to a URL from now on; an asymmetric secret signs with Ed25519. */
    record CreateEndpoint(UUID tenant, UUID endpointId, EndpointWish wish, boolean asymmetric)
            implements WebhookCommand {}

    /** Change the settings that are given. */
    record ChangeEndpoint(UUID tenant, UUID endpointId, EndpointWish wish) implements WebhookCommand {}

    /** Sign with a new secret, and for a while with the old one too. */
    record RotateSecret(UUID tenant, UUID endpointId, Duration overlap) implements WebhookCommand {}

    /** Send nothing for the time being. */
    record PauseEndpoint(UUID tenant, UUID endpointId) implements WebhookCommand {}

    /** Send nothing until somebody resumes it; what a URL led to says nothing of another one that was chosen since. */
    record DisableEndpoint(
            UUID tenant, UUID endpointId, @Nullable Sealed url, String because) implements WebhookCommand {
        boolean isAbout(EndpointSettings settings) {
            return url == null || url.equals(settings.url());
        }
    }

    /** Go on. */
    record ResumeEndpoint(UUID tenant, UUID endpointId) implements WebhookCommand {}

    /** Send a message that means nothing. */
    record TestEndpoint(UUID tenant, UUID endpointId) implements WebhookCommand {}

    /** Send messages of these numbers again, or only those that failed. */
    record ReplayMessages(UUID tenant, UUID endpointId, long from, long to, boolean failedOnly)
            implements WebhookCommand {}

    /** Send one message again. */
    record ResendMessage(UUID tenant, UUID endpointId, long sequence) implements WebhookCommand {
        @Override
        public Refusal whenMissing() {
            return Code.UNKNOWN_DELIVERY.because("there is no such delivery");
        }
    }

    /** Send nothing ever again and forget what was to be sent. */
    record DeleteEndpoint(UUID tenant, UUID endpointId) implements WebhookCommand {}
}

package io.stageline.webhook.automation;

import static io.stageline.webhook.events.MessageTypes.TEST;

import io.stageline.eventlog.Recorded;
import io.stageline.events.Sealed;
import io.stageline.webhook.events.EndpointSettings;
import io.stageline.webhook.events.MessageTypes;
import io.stageline.webhook.events.WebhookEvent;
import io.stageline.webhook.events.WebhookEvent.EndpointChanged;
import io.stageline.webhook.events.WebhookEvent.EndpointCreated;
import io.stageline.webhook.events.WebhookEvent.EndpointDeleted;
import io.stageline.webhook.events.WebhookEvent.EndpointDisabled;
import io.stageline.webhook.events.WebhookEvent.EndpointPaused;
import io.stageline.webhook.events.WebhookEvent.EndpointResumed;
import io.stageline.webhook.events.WebhookEvent.SecretRotated;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An endpoint as it was at a position of the log, with the number of its last message: the fold of its events. */
record FedEndpoint(
        EndpointKey key,
        EndpointSettings settings,
        Keys keys,
        State state,
        @Nullable String disabledBecause,
        long lastSequence,
        long version,
        Instant createdAt,
        Instant changedAt) {

    /** Whether messages are sent. */
    enum State {
        active,
        paused,
        disabled
    }

    /** The secret that signs, and the one that signs beside it until then. */
    record Keys(
            Sealed secret,
            @Nullable Sealed previous,
            @Nullable Instant previousUntil) {
        Keys rotated(SecretRotated event) {
            return new Keys(event.secret(), secret, event.previousUntil());
        }
    }

    /** The endpoint after one more of its events; nothing before it was created and after it was deleted. */
    static @Nullable FedEndpoint after(@Nullable FedEndpoint before, WebhookEvent event, Recorded recorded) {
        if (event instanceof EndpointCreated created) return created(created, recorded);
        return before == null || event instanceof EndpointDeleted ? null : before.after(event, recorded);
    }

    private static FedEndpoint created(EndpointCreated event, Recorded recorded) {
        return new FedEndpoint(
                new EndpointKey(recorded.tenant(), event.endpointId()),
                event.settings(),
                new Keys(event.secret(), null, null),
                State.active,
                null,
                0,
                recorded.version(),
                recorded.recordedAt(),
                recorded.recordedAt());
    }

    private FedEndpoint after(WebhookEvent event, Recorded recorded) {
        if (event instanceof EndpointChanged changed)
            return at(recorded, changed.settings(), keys, state, disabledBecause);
        if (event instanceof SecretRotated rotated)
            return at(recorded, settings, keys.rotated(rotated), state, disabledBecause);
        if (event instanceof EndpointPaused) return at(recorded, settings, keys, State.paused, null);
        if (event instanceof EndpointDisabled disabled)
            return at(recorded, settings, keys, State.disabled, disabled.because());
        if (event instanceof EndpointResumed) return at(recorded, settings, keys, State.active, null);
        return at(recorded, settings, keys, state, disabledBecause);
    }

    private FedEndpoint at(
            Recorded recorded, EndpointSettings settings, Keys keys, State state, @Nullable String because) {
        return new FedEndpoint(
                key,
                settings,
                keys,
                state,
                because,
                lastSequence,
                recorded.version(),
                createdAt,
                recorded.recordedAt());
    }

    FedEndpoint next() {
        return numbered(lastSequence + 1);
    }

    FedEndpoint numbered(long last) {
        return new FedEndpoint(key, settings, keys, state, disabledBecause, last, version, createdAt, changedAt);
    }

    boolean leadsElsewhereThan(@Nullable FedEndpoint before) {
        return before != null && !before.settings.url().equals(settings.url());
    }

    /** Whether its owner wants to hear of this; a test is heard by the endpoint that is tested. */
    boolean wants(String type, Recorded recorded) {
        return type.equals(TEST)
                ? recorded.stream().equals(key.endpoint())
                : settings.eventTypes().stream().anyMatch(filter -> MessageTypes.matches(filter, type));
    }
}

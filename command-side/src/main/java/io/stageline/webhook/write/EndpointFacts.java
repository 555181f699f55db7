package io.stageline.webhook.write;

import io.stageline.events.Sealed;
import io.stageline.webhook.events.EndpointSettings;
import io.stageline.webhook.events.WebhookEvent;
import io.stageline.webhook.events.WebhookEvent.EndpointChanged;
import io.stageline.webhook.events.WebhookEvent.EndpointCreated;
import io.stageline.webhook.events.WebhookEvent.EndpointDeleted;
import io.stageline.webhook.events.WebhookEvent.EndpointDisabled;
import io.stageline.webhook.events.WebhookEvent.EndpointPaused;
import io.stageline.webhook.events.WebhookEvent.EndpointResumed;
import io.stageline.webhook.events.WebhookEvent.SecretRotated;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is true of an endpoint: the fold of its events. */
record EndpointFacts(
        EndpointSettings settings, Sealed secret, @Nullable Instant previousUntil, State state) {

    enum State {
        ACTIVE,
        PAUSED,
        DISABLED,
        DELETED
    }

    static EndpointFacts after(@Nullable EndpointFacts before, WebhookEvent event) {
        if (event instanceof EndpointCreated created)
            return new EndpointFacts(created.settings(), created.secret(), null, State.ACTIVE);
        return Objects.requireNonNull(before).after(event);
    }

    private EndpointFacts after(WebhookEvent event) {
        if (event instanceof EndpointChanged changed)
            return new EndpointFacts(changed.settings(), secret, previousUntil, state);
        if (event instanceof SecretRotated rotated)
            return new EndpointFacts(settings, rotated.secret(), rotated.previousUntil(), state);
        if (event instanceof EndpointPaused) return in(State.PAUSED);
        if (event instanceof EndpointDisabled) return in(State.DISABLED);
        if (event instanceof EndpointResumed) return in(State.ACTIVE);
        if (event instanceof EndpointDeleted) return in(State.DELETED);
        return this;
    }

    private EndpointFacts in(State state) {
        return new EndpointFacts(settings, secret, previousUntil, state);
    }
}

package io.stageline.webhook.automation;

import io.stageline.webhook.events.MessageTypes;
import io.stageline.webhook.events.WebhookEvent.EndpointDisabled;
import io.stageline.webhook.events.WebhookEvent.TestRequested;
import java.util.List;

/** What is told of the endpoints themselves: a test to the endpoint that it is of, and to others that one was disabled. */
final class EndpointMessages implements Translation {

    @Override
    public List<Rule<?>> rules() {
        return List.of(
                new Rule<>(
                        TestRequested.class,
                        MessageTypes.TEST,
                        (event, at, past) ->
                                Outgoing.of(event.endpointId(), Fields.of("endpointId", event.endpointId()))),
                new Rule<>(
                        EndpointDisabled.class,
                        MessageTypes.DISABLED,
                        (event, at, past) -> Outgoing.of(
                                event.endpointId(),
                                Fields.of("endpointId", event.endpointId(), "because", event.because()))));
    }
}

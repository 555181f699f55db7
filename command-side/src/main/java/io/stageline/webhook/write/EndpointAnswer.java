package io.stageline.webhook.write;

import io.stageline.write.Decided;
import java.util.UUID;

/** What is said after something was decided about an endpoint. */
public record EndpointAnswer(UUID endpointId, long position, long version) implements Decided.Answer {
    @Override
    public EndpointAnswer at(long position) {
        return new EndpointAnswer(endpointId, position, version);
    }
}

package io.stageline.webhook.automation;

import java.util.UUID;

/** The first pending message of a lane, which is this process's to send until the lease ends. */
record Claim(Lane lane, long endpointVersion, long sequence, UUID messageId, String body, int attempts, int tries) {

    /** The messages of an endpoint about one subject. */
    record Lane(EndpointKey endpoint, UUID subject) {}
}

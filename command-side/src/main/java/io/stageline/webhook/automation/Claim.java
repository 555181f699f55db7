package io.stageline.webhook.automation;

import java.util.UUID;

/**
 * The first pending message of a lane, which is this process's to send until the lease ends. Whether a sender that died with it
 * had sent it nobody knows: each is counted among its attempts, but not among its tries.
 */
record Claim(
        Lane lane,
        long endpointVersion,
        long sequence,
        UUID messageId,
        String body,
        int attempts,
        int tries,
        int lost) {
    private static final int MOST_LOST = 10;

    /** Whether so many senders died with it in a row that it is taken for what they die of. */
    boolean isLostTooOften() {
        return lost >= MOST_LOST;
    }

    /** The messages of an endpoint about one subject. */
    record Lane(EndpointKey endpoint, UUID subject) {}
}

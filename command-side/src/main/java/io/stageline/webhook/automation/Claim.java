package io.stageline.webhook.automation;

import java.util.UUID;

/**
 * The first pending message of a lane, which is this process's to send until the lease ends. Those who died with it on its way
 * are counted among its attempts, and once more on their own.
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

    /** Whether so many senders died with it that it is not to be tried again. */
    boolean isLostTooOften(RetrySchedule schedule) {
        return lost > 0 && tries >= schedule.attempts();
    }

    /** The messages of an endpoint about one subject. */
    record Lane(EndpointKey endpoint, UUID subject) {}
}

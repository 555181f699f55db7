package io.stageline.alert.automation;

import io.stageline.alert.automation.Hit.Subject;
import io.stageline.alert.events.AlertEvent.AlertResolved.Why;
import io.stageline.alert.events.AlertEvent.Premise;
import io.stageline.alert.events.Evidence;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an alert is to be told: that its episode has begun, or (with a reason why) that it is over. It is kept until the alert
 * knows it; to be told again changes nothing.
 */
record Intent(
        UUID tenant,
        UUID alertId,
        Premise premise,
        UUID fingerprint,
        @Nullable UUID groupKey,
        Subject subject,
        @Nullable UUID lastStream,
        long episode,
        Instant at,
        @Nullable Instant pendingSince,
        @Nullable Evidence evidence,
        @Nullable UUID silenceId,
        @Nullable Why why,
        UUID correlation) {}

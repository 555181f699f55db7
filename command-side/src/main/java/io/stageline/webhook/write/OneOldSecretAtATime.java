package io.stageline.webhook.write;

import io.stageline.refusal.Code;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** While an old secret signs beside the new one there is no other to be kept; who keeps none may change it at any moment. */
record OneOldSecretAtATime(@Nullable Instant previousUntil, Instant now, Duration overlap) {
    void verify() {
        if (previousUntil == null || !now.isBefore(previousUntil) || overlap.isZero()) return;
        throw Code.SECRET_ROTATING
                .because("the secret before signs until %s; with overlapHours 0 only the new one signs from now on"
                        .formatted(previousUntil))
                .with("previousUntil", previousUntil.toString())
                .asException();
    }
}

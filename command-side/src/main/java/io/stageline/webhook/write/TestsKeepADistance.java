package io.stageline.webhook.write;

import io.stageline.refusal.Code;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tests of an endpoint are seconds apart: nobody sends a flood to a receiver by asking for them. */
record TestsKeepADistance(@Nullable Instant last, Instant now) {
    private static final Duration DISTANCE = Duration.ofSeconds(5);

    void verify() {
        if (last == null || !now.isBefore(last.plus(DISTANCE))) return;
        throw Code.TOO_MANY_REQUESTS
                .because("a test may follow " + DISTANCE.toSeconds() + " seconds after the one before")
                .asException();
    }
}

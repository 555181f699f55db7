package io.stageline.webhook.automation;

import io.stageline.events.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What came of a claim: when it was sent and where to, what was answered, and what follows. */
record Outcome(Claim claim, Instant at, Sealed url, Answer answer, Verdict verdict) {

    /** The state of the message from now on. */
    String state() {
        if (verdict instanceof Verdict.Delivered) return "delivered";
        return verdict instanceof Verdict.Again ? "pending" : "failed";
    }

    /** How long the lane is left alone. */
    Duration pause() {
        return verdict instanceof Verdict.Again again ? again.after() : Duration.ZERO;
    }

    @Nullable
    String error() {
        var failure = answer.failure();
        return failure == null ? null : failure.name().toLowerCase(Locale.ROOT);
    }
}

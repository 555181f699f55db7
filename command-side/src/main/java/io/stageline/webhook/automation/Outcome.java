package io.stageline.webhook.automation;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What came of a claim: when it was sent, what was answered, and what follows. */
record Outcome(Claim claim, Instant at, Answer answer, Verdict verdict) {

    /** The state of the message from now on. */
    String state() {
        if (verdict instanceof Verdict.Delivered) return "delivered";
        return verdict instanceof Verdict.Again ? "pending" : "failed";
    }

    boolean isOver() {
        return !(verdict instanceof Verdict.Again);
    }

    /** When the lane is due again, if the message is not over. */
    @Nullable
    Instant retryAt() {
        return verdict instanceof Verdict.Again again ? again.at() : null;
    }

    @Nullable
    String error() {
        var failure = answer.failure();
        return failure == null ? null : failure.name().toLowerCase(Locale.ROOT);
    }
}

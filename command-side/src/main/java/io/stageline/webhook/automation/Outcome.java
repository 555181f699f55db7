package io.stageline.webhook.automation;

import io.stageline.events.Sealed;
import java.time.Duration;
import java.time.Instant;
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

    /** The kind of error as the tenant is told it: not which names there are inside. */
    @Nullable
    String error() {
        var failure = answer.failure();
        if (failure == null) return null;
        return failure.isUnreachable() ? "unreachable" : failure.kind();
    }

    /** How long the receiver took; of none that was reached, as the time of a name would tell whether it is there. */
    int latencyMillis() {
        var failure = answer.failure();
        return failure != null && failure.isUnreachable() ? 0 : answer.latencyMillis();
    }
}

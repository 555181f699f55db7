package io.stageline.journal.write;

import io.stageline.refusal.Code;
import org.jspecify.annotations.Nullable;

/** The id of an event that is known already may only come again with the same stage, and with a decision if it had one. */
record AnIdMeansOneFact(@Nullable StageFact known, String stage, boolean withDecision) {

    boolean isRepeated() {
        if (known == null) return false;
        if (!known.stage().equals(stage) || known.ofDecision() != withDecision)
            throw Code.IDEMPOTENCY_KEY_REUSED
                    .because("this id was used for something else")
                    .at("/id")
                    .asException();
        return true;
    }
}

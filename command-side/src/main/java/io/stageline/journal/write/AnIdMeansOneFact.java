package io.stageline.journal.write;

import io.stageline.refusal.Code;
import org.jspecify.annotations.Nullable;

/** The id of an event that is known already may only come again with the same stage; then it is a repetition. */
record AnIdMeansOneFact(@Nullable String knownStage, String stage) {
    boolean isRepeated() {
        if (knownStage != null && !knownStage.equals(stage))
            throw Code.IDEMPOTENCY_KEY_REUSED
                    .because("this id was used for an event of another stage")
                    .at("/id")
                    .asException();
        return knownStage != null;
    }
}

package io.stageline.journal.write;

import io.stageline.refusal.Code;
import org.jspecify.annotations.Nullable;

/** The id of an event that is known already may only come again with the same fact; then it is a repetition. */
record AnIdMeansOneFact(@Nullable Fact known, Fact wanted) {

    /** What an id stands for: a stage that happened, with a decision or without. */
    record Fact(String stage, boolean withDecision) {}

    boolean isRepeated() {
        if (known != null && !known.equals(wanted))
            throw Code.IDEMPOTENCY_KEY_REUSED
                    .because("this id was used for something else")
                    .at("/id")
                    .asException();
        return known != null;
    }
}

package io.stageline.journal.write;

import io.stageline.refusal.Code;
import org.jspecify.annotations.Nullable;

/** Only a decision that was taken about the entry can be corrected; it is named by the id of its stage event. */
record OnlyWhatWasDecidedIsCorrected(@Nullable StageFact known) {
    StageFact verified() {
        if (known == null || !known.ofDecision())
            throw Code.UNKNOWN_DECISION
                    .because("the entry has no decision with this id")
                    .asException();
        return known;
    }
}

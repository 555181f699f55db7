package io.stageline.journal.write;

import io.stageline.refusal.Code;

/** A decision and its stage event are one; it is corrected, and half of it is never withdrawn. */
record ADecisionIsCorrected(StageFact fact) {
    void verify() {
        if (fact.ofDecision())
            throw Code.STAGE_OF_A_DECISION
                    .because("this stage event came with a decision, which is corrected and not withdrawn")
                    .asException();
    }
}

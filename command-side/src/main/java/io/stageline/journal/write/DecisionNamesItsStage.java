package io.stageline.journal.write;

import io.stageline.refusal.Code;
import org.jspecify.annotations.Nullable;

/** A decision goes with a stage event: that of the stage it names, or of DECISION where the journal has one. */
record DecisionNamesItsStage(@Nullable String stage, JournalFacts journal) {
    private static final String DECISION = "DECISION";

    String verified() {
        if (stage == null && !journal.stages().contains(DECISION))
            throw Code.STAGE_REQUIRED
                    .because("the journal has no stage DECISION, so the decision must name its stage")
                    .at("/stage")
                    .asException();
        var named = named(stage);
        new StageBelongsToJournal(named, journal).verify();
        return named;
    }

    /** The stage that is meant. */
    static String named(@Nullable String stage) {
        return stage == null ? DECISION : stage;
    }
}

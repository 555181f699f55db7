package io.stageline.journal.write;

import io.stageline.refusal.Code;

/** Only a stage of the journal's own list can happen in it. */
record StageBelongsToJournal(String stage, JournalFacts journal) {
    void verify() {
        if (!journal.stages().contains(stage))
            throw Code.UNKNOWN_STAGE
                    .because("the journal has no such stage")
                    .at("/stage")
                    .with("stages", journal.stages())
                    .asException();
    }
}

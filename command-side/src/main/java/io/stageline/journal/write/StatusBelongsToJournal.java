package io.stageline.journal.write;

import io.stageline.refusal.Code;

/** A decision uses one of the words that the journal keeps for decisions. */
record StatusBelongsToJournal(String status, JournalFacts journal) {
    void verify() {
        if (!journal.statuses().contains(status))
            throw Code.UNKNOWN_STATUS
                    .because("the journal has no such decision status")
                    .at("/status")
                    .with("statuses", journal.statuses())
                    .asException();
    }
}

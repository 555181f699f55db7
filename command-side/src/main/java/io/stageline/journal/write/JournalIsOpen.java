package io.stageline.journal.write;

import io.stageline.refusal.Code;

/** Nothing more is recorded in an archived journal. */
record JournalIsOpen(JournalFacts journal) {
    void verify() {
        if (journal.archived())
            throw Code.JOURNAL_ARCHIVED.because("the journal is archived").asException();
    }
}

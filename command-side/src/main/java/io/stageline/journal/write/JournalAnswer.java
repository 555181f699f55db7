package io.stageline.journal.write;

import io.stageline.write.Decided;
import java.util.UUID;

/** What is said after a journal was created or changed. */
public record JournalAnswer(UUID journalId, long position, long version) implements Decided.Answer {
    @Override
    public JournalAnswer at(long position) {
        return new JournalAnswer(journalId, position, version);
    }
}

package io.stageline.journal.write;

import io.stageline.eventlog.StreamKey;
import java.util.UUID;

/** Where entries ask about their journal. */
public interface Journals {
    /** The facts of an open journal; refuses when the tenant has no such journal or it is archived. */
    JournalFacts open(UUID tenant, UUID journalId);

    /** Takes notice that a journal is being changed. */
    void changed(StreamKey journal);
}

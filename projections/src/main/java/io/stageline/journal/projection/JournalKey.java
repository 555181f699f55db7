package io.stageline.journal.projection;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.JournalEvent;
import java.util.UUID;

/** Which journal a row belongs to. */
public record JournalKey(UUID tenant, UUID journal) {

    static JournalKey of(Recorded recorded, JournalEvent event) {
        return new JournalKey(recorded.tenant(), event.journalId());
    }
}

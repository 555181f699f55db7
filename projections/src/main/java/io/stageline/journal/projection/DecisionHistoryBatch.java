package io.stageline.journal.projection;

import io.stageline.contact.events.ContactEvent;
import io.stageline.contact.events.ContactEvent.ContactAdded;
import io.stageline.contact.events.ContactEvent.ContactChanged;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Fold;
import io.stageline.projection.Opener;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a batch adds to the decision histories, and whose reasons it takes away. */
record DecisionHistoryBatch(List<DecisionChange> added, Set<TenantContact> erased) {

    static Fold<DecisionHistoryBatch> fold(Opener opener) {
        return Fold.<DecisionHistoryBatch>ofLog()
                .ignored(EntryAdded.class)
                .ignored(StageRecorded.class)
                .on(DecisionTaken.class, (batch, event, recorded) -> batch.add(event, recorded, opener))
                .ignored(StageWithdrawn.class)
                .ignored(DecisionCorrected.class)
                .ignored(EntryRemoved.class)
                .ignored(ContactAdded.class)
                .ignored(ContactChanged.class)
                .on(ContactErased.class, DecisionHistoryBatch::erase);
    }

    static DecisionHistoryBatch empty() {
        return new DecisionHistoryBatch(new ArrayList<>(), new LinkedHashSet<>());
    }

    private DecisionHistoryBatch add(DecisionTaken event, Recorded recorded, Opener opener) {
        var reason = opener.open(recorded, event.contactId(), "reason", event.reason());
        added.add(new DecisionChange(EntryKey.of(recorded, event), recorded, event, reason));
        return this;
    }

    private DecisionHistoryBatch erase(ContactEvent event, Recorded recorded) {
        erased.add(new TenantContact(recorded.tenant(), event.contactId()));
        return this;
    }
}

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

/** What a batch adds to the timelines, and whose notes it takes away. */
record TimelineBatch(List<TimelineItem> items, Set<TenantContact> erased) {

    static Fold<TimelineBatch> fold(Opener opener) {
        return Fold.<TimelineBatch>ofLog()
                .ignored(EntryAdded.class)
                .on(StageRecorded.class, (batch, event, recorded) -> batch.add(event, recorded, opener))
                .ignored(DecisionTaken.class)
                .ignored(StageWithdrawn.class)
                .ignored(DecisionCorrected.class)
                .ignored(EntryRemoved.class)
                .ignored(ContactAdded.class)
                .ignored(ContactChanged.class)
                .on(ContactErased.class, TimelineBatch::erase);
    }

    static TimelineBatch empty() {
        return new TimelineBatch(new ArrayList<>(), new LinkedHashSet<>());
    }

    private TimelineBatch add(StageRecorded event, Recorded recorded, Opener opener) {
        var note = opener.open(recorded, event.contactId(), "note", event.note());
        items.add(new TimelineItem(EntryKey.of(recorded, event), recorded, event, note));
        return this;
    }

    private TimelineBatch erase(ContactEvent event, Recorded recorded) {
        erased.add(new TenantContact(recorded.tenant(), event.contactId()));
        return this;
    }
}

package io.stageline.journal.projection;

import io.stageline.contact.projection.ContactRow;
import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.projection.Fold;
import org.jspecify.annotations.Nullable;

/** One entry as the grid shows it: four clusters of fields, and the version of the last event folded into any of them. */
public record GridRow(
        EntryKey key,
        Profile profile,
        Presence presence,
        StagePath path,
        @Nullable Decision decision,
        long version) {

    /** The fold of an entry's stream. */
    public static final Fold<GridRow> FOLD = Fold.ofStream(GridRow::version)
            .on(EntryAdded.class, (row, event, recorded) -> row.added(recorded))
            .on(StageRecorded.class, (row, event, recorded) -> row.stageRecorded(event, recorded.version()))
            .on(DecisionTaken.class, (row, event, recorded) -> row.decisionTaken(event, recorded.version()))
            .on(EntryRemoved.class, (row, event, recorded) -> row.removed(recorded));

    /** An entry of which nothing is folded yet. */
    public static GridRow unknown(EntryKey key) {
        return new GridRow(key, Profile.UNKNOWN, Presence.NEVER, StagePath.NONE, null, 0);
    }

    /** The row with the name of its contact, unless it already knows a later one. */
    public GridRow named(ContactRow contact) {
        if (contact.version() <= profile.version()) return this;
        return new GridRow(key, Profile.of(contact), presence, path, decision, version);
    }

    public long decisionVersion() {
        return decision == null ? 0 : decision.version();
    }

    private GridRow added(Recorded recorded) {
        return with(new Presence(true, recorded.recordedAt(), recorded.version()), recorded.version());
    }

    private GridRow removed(Recorded recorded) {
        return with(new Presence(false, presence.addedAt(), recorded.version()), recorded.version());
    }

    private GridRow stageRecorded(StageRecorded event, long version) {
        return new GridRow(key, profile, presence, path.after(event, version), decision, version);
    }

    private GridRow decisionTaken(DecisionTaken event, long version) {
        return new GridRow(key, profile, presence, path, Decision.of(event, version), version);
    }

    private GridRow with(Presence presence, long version) {
        return new GridRow(key, profile, presence, path, decision, version);
    }
}

package io.stageline.journal.projection;

import static java.util.Objects.requireNonNull;

import io.stageline.contact.projection.ContactRow;
import io.stageline.journal.events.Decision;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.events.PathText;
import io.stageline.journal.events.StagePath;
import io.stageline.projection.Fold;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One entry as the grid shows it: four clusters of fields, and the version of the last event folded into any of them. */
public record GridRow(
        EntryKey key,
        Profile profile,
        Presence presence,
        Kept<StagePath> path,
        long pathVersion,
        @Nullable Kept<Decision> decision,
        long version) {

    private static final Kept<StagePath> NO_PATH = new Kept<>(StagePath.NONE, PathText.of(StagePath.NONE));

    /** The fold of an entry's stream. */
    public static final Fold<GridRow> FOLD = Fold.ofStream(GridRow::version)
            .on(EntryAdded.class, (row, event, at) -> row.present(true, at.recordedAt(), at.version()))
            .on(
                    StageRecorded.class,
                    (row, event, at) -> row.on(row.path.value().after(event, at.version()), at.version()))
            .on(StageWithdrawn.class, (row, event, at) -> row.on(event.path(), at.version()))
            .on(DecisionTaken.class, (row, event, at) -> row.decided(event, at.version()))
            .on(DecisionCorrected.class, (row, event, at) -> row.corrected(event, at.version()))
            .on(EntryRemoved.class, (row, event, at) -> row.present(false, row.presence.addedAt(), at.version()));

    /** An entry of which nothing is folded yet. */
    public static GridRow unknown(EntryKey key) {
        return new GridRow(key, Profile.UNKNOWN, Presence.NEVER, NO_PATH, 0, null, 0);
    }

    /** The row with the name of its contact, unless it already knows a later one. */
    public GridRow named(ContactRow contact) {
        if (contact.version() <= profile.version()) return this;
        return new GridRow(key, Profile.of(contact), presence, path, pathVersion, decision, version);
    }

    public long decisionVersion() {
        return decision == null ? 0 : decision.value().version();
    }

    private GridRow present(boolean present, @Nullable Instant addedAt, long version) {
        var next = new Presence(present, addedAt, version);
        return new GridRow(key, profile, next, path, pathVersion, decision, version);
    }

    private GridRow on(StagePath path, long version) {
        var kept = new Kept<>(path, PathText.of(path));
        return new GridRow(key, profile, presence, kept, version, decision, version);
    }

    private GridRow decided(DecisionTaken event, long version) {
        return with(Decision.after(decision == null ? null : decision.value(), event, version), version);
    }

    private GridRow corrected(DecisionCorrected event, long version) {
        var corrected = requireNonNull(decision, "a decision is corrected").value();
        return with(corrected.corrected(event, version), version);
    }

    private GridRow with(Decision decision, long version) {
        var kept = new Kept<>(decision, DecisionText.of(decision));
        return new GridRow(key, profile, presence, path, pathVersion, kept, version);
    }
}

package io.stageline.journal.projection;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.EntryAdded;
import io.stageline.journal.events.EntryEvent.EntryRemoved;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.events.PathText;
import io.stageline.journal.events.Terms;
import io.stageline.privacy.TenantContact;
import io.stageline.projection.Batch;
import io.stageline.projection.Fold;
import io.stageline.projection.Opener;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event of an entry said, with its note or reason in clear while that can be read. */
record Told(
        String what,
        UUID eventId,
        @Nullable UUID about,
        @Nullable String stage,
        @Nullable Instant occurredAt,
        int leap,
        @Nullable String said,
        @Nullable String terms) {
    static final Told NOTHING = bare("", new UUID(0, 0));

    /** What each event says, whatever was said before. */
    static Fold<Told> fold(Opener opener) {
        return Fold.<Told>ofLog()
                .on(EntryAdded.class, (none, event, at) -> bare("added", at.eventId()))
                .on(EntryRemoved.class, (none, event, at) -> bare("removed", at.eventId()))
                .on(StageRecorded.class, (none, event, at) -> recorded(event, at, opener))
                .on(DecisionTaken.class, (none, event, at) -> taken(event, at, opener))
                .on(StageWithdrawn.class, (none, event, at) -> withdrawn(event, at, opener))
                .on(DecisionCorrected.class, (none, event, at) -> corrected(event, at, opener));
    }

    /** Whose keys are needed to read what was said. */
    static Set<TenantContact> owners(Batch batch) {
        var owners = new LinkedHashSet<TenantContact>();
        owners.addAll(batch.keysIf(StageRecorded.class, event -> event.note() != null, EntryKey::ownerOf));
        owners.addAll(batch.keysIf(DecisionTaken.class, event -> event.reason() != null, EntryKey::ownerOf));
        owners.addAll(batch.keysIf(StageWithdrawn.class, event -> event.reason() != null, EntryKey::ownerOf));
        owners.addAll(batch.keysIf(DecisionCorrected.class, event -> event.reason() != null, EntryKey::ownerOf));
        return owners;
    }

    private static Told bare(String what, UUID eventId) {
        return new Told(what, eventId, null, null, null, 0, null, null);
    }

    private static Told recorded(StageRecorded event, Recorded at, Opener opener) {
        var note = opener.open(at, event.contactId(), "note", event.note());
        var leap = PathText.leap(event.warnings());
        return new Told("stage", event.eventId(), null, event.stage(), event.occurredAt(), leap, note, null);
    }

    private static Told withdrawn(StageWithdrawn event, Recorded at, Opener opener) {
        var about = event.stageEventId();
        var reason = opener.open(at, event.contactId(), "reason", event.reason());
        return new Told("withdrawal", at.eventId(), about, event.stage(), event.occurredAt(), 0, reason, null);
    }

    private static Told taken(DecisionTaken event, Recorded at, Opener opener) {
        var reason = opener.open(at, event.contactId(), "reason", event.reason());
        return decision("decision", at, event.stageEventId(), Terms.of(event), reason);
    }

    private static Told corrected(DecisionCorrected event, Recorded at, Opener opener) {
        var reason = opener.open(at, event.contactId(), "reason", event.reason());
        return decision("correction", at, event.decisionId(), Terms.of(event), reason);
    }

    private static Told decision(String what, Recorded at, UUID about, Terms terms, @Nullable String reason) {
        var effective = terms.effectiveFrom().atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Told(what, at.eventId(), about, null, effective, 0, reason, DecisionText.of(terms));
    }
}

package io.stageline.journal.projection;

import io.stageline.eventlog.Recorded;
import io.stageline.events.Sealed;
import io.stageline.journal.events.EntryEvent;
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
import java.time.LocalDate;
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
                .on(StageRecorded.class, (none, event, at) -> recorded(event, note(opener, event, at)))
                .on(
                        DecisionTaken.class,
                        (none, event, at) -> taken(event, at, reason(opener, event, at, event.reason())))
                .on(
                        StageWithdrawn.class,
                        (none, event, at) -> withdrawn(event, at, reason(opener, event, at, event.reason())))
                .on(
                        DecisionCorrected.class,
                        (none, event, at) -> corrected(event, at, reason(opener, event, at, event.reason())));
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

    private static Told recorded(StageRecorded event, @Nullable String note) {
        var leap = PathText.leap(event.warnings());
        return new Told("stage", event.eventId(), null, event.stage(), event.occurredAt(), leap, note, null);
    }

    private static Told withdrawn(StageWithdrawn event, Recorded at, @Nullable String reason) {
        return new Told(
                "withdrawal", at.eventId(), event.stageEventId(), event.stage(), event.occurredAt(), 0, reason, null);
    }

    private static Told taken(DecisionTaken event, Recorded at, @Nullable String reason) {
        return decision("decision", at, event.stageEventId(), Terms.of(event), reason);
    }

    private static Told corrected(DecisionCorrected event, Recorded at, @Nullable String reason) {
        return decision("correction", at, event.decisionId(), Terms.of(event), reason);
    }

    private static Told decision(String what, Recorded at, UUID about, Terms terms, @Nullable String reason) {
        var text = DecisionText.of(terms);
        return new Told(what, at.eventId(), about, null, start(terms.effectiveFrom()), 0, reason, text);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static @Nullable String note(Opener opener, StageRecorded event, Recorded at) {
        return opener.open(at, event.contactId(), "note", event.note());
    }

    private static @Nullable String reason(Opener opener, EntryEvent event, Recorded at, @Nullable Sealed reason) {
        return opener.open(at, event.contactId(), "reason", reason);
    }
}

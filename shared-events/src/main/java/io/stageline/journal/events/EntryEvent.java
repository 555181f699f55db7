package io.stageline.journal.events;

import io.stageline.events.Identified;
import io.stageline.events.Sealed;
import io.stageline.events.Stored;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to an entry, that is a contact in a journal, in the order it usually happens. */
public sealed interface EntryEvent {
    UUID journalId();

    UUID contactId();

    /** The contact came into the journal, for the first time or again. */
    @Stored("entry.added/1")
    record EntryAdded(UUID journalId, UUID contactId) implements EntryEvent {}

    /** A stage happened for the entry; unusual moves are recorded with their warnings (S1-P6). */
    @Stored("entry.stage-recorded/1")
    record StageRecorded(
            UUID journalId,
            UUID contactId,
            UUID eventId,
            String stage,
            Instant occurredAt,
            @Nullable Sealed note,
            List<StageWarning> warnings)
            implements EntryEvent, Identified {}

    /** The contact committed to something. Never taken back, only followed by another decision. */
    @Stored("entry.decision-taken/1")
    record DecisionTaken(
            UUID journalId,
            UUID contactId,
            UUID stageEventId,
            String status,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            String cadence,
            LocalDate effectiveFrom,
            @Nullable Sealed reason)
            implements EntryEvent {}

    /** A stage event was recorded by mistake: it stays in the log, and this is the path without it. */
    @Stored("entry.stage-withdrawn/1")
    record StageWithdrawn(
            UUID journalId,
            UUID contactId,
            UUID stageEventId,
            String stage,
            Instant occurredAt,
            StagePath path,
            @Nullable Sealed reason)
            implements EntryEvent {}

    /** An earlier decision should have read like this; it is named by the id of its stage event. */
    @Stored("entry.decision-corrected/1")
    record DecisionCorrected(
            UUID journalId,
            UUID contactId,
            UUID decisionId,
            String status,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            String cadence,
            LocalDate effectiveFrom,
            @Nullable Sealed reason)
            implements EntryEvent {}

    /** The contact was taken out of the journal; its history stays. */
    @Stored("entry.removed/1")
    record EntryRemoved(UUID journalId, UUID contactId) implements EntryEvent {}
}

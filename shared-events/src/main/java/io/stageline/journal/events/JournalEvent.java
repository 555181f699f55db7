package io.stageline.journal.events;

import io.stageline.events.Stored;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Everything that can happen to a journal, in the order it usually happens. */
public sealed interface JournalEvent {
    UUID journalId();

    /** Somebody opened a pipeline board with its ordered stages and the words its decisions may use. */
    @Stored("journal.created/1")
    record JournalCreated(UUID journalId, String name, List<String> stages, List<String> statuses)
            implements JournalEvent {}

    /** The board got another name. */
    @Stored("journal.renamed/1")
    record JournalRenamed(UUID journalId, String name) implements JournalEvent {}

    /** Stages were added or put into another order; none is ever taken away. */
    @Stored("journal.stages-changed/1")
    record StagesChanged(UUID journalId, List<String> stages) implements JournalEvent {}

    /** Decision statuses were added or put into another order; none is ever taken away. */
    @Stored("journal.statuses-changed/1")
    record StatusesChanged(UUID journalId, List<String> statuses) implements JournalEvent {}

    /** After so many days in a stage an entry is rotten; in a stage that is not named it never is. */
    @Stored("journal.rot-days-changed/1")
    record RotDaysChanged(UUID journalId, Map<String, Integer> rotDays) implements JournalEvent {}

    /** The board was closed: it can be read, but nothing more is recorded in it. */
    @Stored("journal.archived/1")
    record JournalArchived(UUID journalId) implements JournalEvent {}
}

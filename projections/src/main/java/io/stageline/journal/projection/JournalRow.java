package io.stageline.journal.projection;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.JournalEvent.JournalArchived;
import io.stageline.journal.events.JournalEvent.JournalCreated;
import io.stageline.journal.events.JournalEvent.JournalRenamed;
import io.stageline.journal.events.JournalEvent.StagesChanged;
import io.stageline.journal.events.JournalEvent.StatusesChanged;
import io.stageline.projection.Fold;
import java.time.Instant;
import java.util.List;

/** A journal as it is shown. */
public record JournalRow(
        JournalKey key,
        String name,
        List<String> stages,
        List<String> statuses,
        boolean archived,
        Instant createdAt,
        long version) {

    /** The fold of a journal's stream. */
    public static final Fold<JournalRow> FOLD = Fold.ofStream(JournalRow::version)
            .on(JournalCreated.class, JournalRow::created)
            .on(JournalRenamed.class, (row, event, at) -> row.with(event.name(), row.stages, row.statuses, at))
            .on(StagesChanged.class, (row, event, at) -> row.with(row.name, event.stages(), row.statuses, at))
            .on(StatusesChanged.class, (row, event, at) -> row.with(row.name, row.stages, event.statuses(), at))
            .on(JournalArchived.class, (row, event, at) -> row.archived(at));

    /** A journal of which nothing is folded yet. */
    public static JournalRow unknown(JournalKey key) {
        return new JournalRow(key, "", List.of(), List.of(), false, Instant.EPOCH, 0);
    }

    private JournalRow created(JournalCreated event, Recorded recorded) {
        return new JournalRow(
                key, event.name(), event.stages(), event.statuses(), false, recorded.recordedAt(), recorded.version());
    }

    private JournalRow with(String name, List<String> stages, List<String> statuses, Recorded recorded) {
        return new JournalRow(key, name, stages, statuses, archived, createdAt, recorded.version());
    }

    private JournalRow archived(Recorded recorded) {
        return new JournalRow(key, name, stages, statuses, true, createdAt, recorded.version());
    }
}

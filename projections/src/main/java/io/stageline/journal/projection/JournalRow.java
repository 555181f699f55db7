package io.stageline.journal.projection;

import static java.util.Collections.unmodifiableSortedMap;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.JournalEvent.JournalArchived;
import io.stageline.journal.events.JournalEvent.JournalCreated;
import io.stageline.journal.events.JournalEvent.JournalRenamed;
import io.stageline.journal.events.JournalEvent.RotDaysChanged;
import io.stageline.journal.events.JournalEvent.StagesChanged;
import io.stageline.journal.events.JournalEvent.StatusesChanged;
import io.stageline.projection.Fold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A journal as it is shown. */
public record JournalRow(
        JournalKey key,
        String name,
        List<String> stages,
        List<String> statuses,
        SortedMap<String, Integer> rotDays,
        boolean archived,
        Instant createdAt,
        long version) {

    private static final SortedMap<String, Integer> NEVER = unmodifiableSortedMap(new TreeMap<>());

    /** The fold of a journal's stream. */
    public static final Fold<JournalRow> FOLD = Fold.ofStream(JournalRow::version)
            .on(JournalCreated.class, JournalRow::created)
            .on(JournalRenamed.class, (row, event, at) -> row.with(event.name(), row.stages, row.statuses, at))
            .on(StagesChanged.class, (row, event, at) -> row.with(row.name, event.stages(), row.statuses, at))
            .on(StatusesChanged.class, (row, event, at) -> row.with(row.name, row.stages, event.statuses(), at))
            .on(RotDaysChanged.class, (row, event, at) -> row.rotting(event.rotDays(), at))
            .on(JournalArchived.class, (row, event, at) -> row.archived(at));

    /** A journal of which nothing is folded yet. */
    public static JournalRow unknown(JournalKey key) {
        return new JournalRow(key, "", List.of(), List.of(), NEVER, false, Instant.EPOCH, 0);
    }

    private JournalRow created(JournalCreated event, Recorded recorded) {
        return new JournalRow(
                key,
                event.name(),
                event.stages(),
                event.statuses(),
                NEVER,
                false,
                recorded.recordedAt(),
                recorded.version());
    }

    private JournalRow with(String name, List<String> stages, List<String> statuses, Recorded recorded) {
        return new JournalRow(key, name, stages, statuses, rotDays, archived, createdAt, recorded.version());
    }

    private JournalRow rotting(Map<String, Integer> rotDays, Recorded recorded) {
        var ordered = unmodifiableSortedMap(new TreeMap<>(rotDays));
        return new JournalRow(key, name, stages, statuses, ordered, archived, createdAt, recorded.version());
    }

    private JournalRow archived(Recorded recorded) {
        return new JournalRow(key, name, stages, statuses, rotDays, true, createdAt, recorded.version());
    }
}

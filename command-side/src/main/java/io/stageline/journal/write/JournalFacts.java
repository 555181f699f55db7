package io.stageline.journal.write;

import io.stageline.journal.events.JournalEvent;
import io.stageline.journal.events.JournalEvent.JournalArchived;
import io.stageline.journal.events.JournalEvent.JournalCreated;
import io.stageline.journal.events.JournalEvent.JournalRenamed;
import io.stageline.journal.events.JournalEvent.RotDaysChanged;
import io.stageline.journal.events.JournalEvent.StagesChanged;
import io.stageline.journal.events.JournalEvent.StatusesChanged;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What decisions need to know of a journal: the fold of its events. */
public record JournalFacts(
        String name, List<String> stages, List<String> statuses, SortedMap<String, Integer> rotDays, boolean archived) {

    /** The days after which entries rot, when some are set and others, with null, taken away. */
    SortedMap<String, Integer> rotDaysWith(Map<String, @Nullable Integer> changes) {
        var all = new TreeMap<>(rotDays);
        changes.forEach((stage, days) -> {
            if (days == null) all.remove(stage);
            else all.put(stage, days);
        });
        return all;
    }

    /** The facts after one more event. */
    static JournalFacts after(@Nullable JournalFacts facts, JournalEvent event) {
        if (event instanceof JournalCreated created)
            return new JournalFacts(created.name(), created.stages(), created.statuses(), new TreeMap<>(), false);
        if (facts == null) throw new IllegalStateException("a journal begins with its creation");
        if (event instanceof JournalRenamed renamed)
            return new JournalFacts(renamed.name(), facts.stages, facts.statuses, facts.rotDays, facts.archived);
        if (event instanceof StagesChanged changed)
            return new JournalFacts(facts.name, changed.stages(), facts.statuses, facts.rotDays, facts.archived);
        if (event instanceof StatusesChanged changed)
            return new JournalFacts(facts.name, facts.stages, changed.statuses(), facts.rotDays, facts.archived);
        if (event instanceof RotDaysChanged changed)
            return new JournalFacts(
                    facts.name, facts.stages, facts.statuses, new TreeMap<>(changed.rotDays()), facts.archived);
        if (event instanceof JournalArchived)
            return new JournalFacts(facts.name, facts.stages, facts.statuses, facts.rotDays, true);
        throw new IllegalStateException("unknown journal event");
    }
}

package io.stageline.alert.automation;

import io.stageline.alert.events.Condition.DecisionChanged;
import io.stageline.alert.events.Condition.DecisionChanged.Fall;
import io.stageline.alert.events.Evidence;
import io.stageline.journal.events.ChangeClass;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.Terms;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Watches what each decision means for the one before it. */
record DecisionWatching(DecisionChanged condition) implements Watching {
    @Override
    public Memory after(Memory memory, Input input) {
        if (!(input.entry() instanceof DecisionTaken decision)) return memory;
        var terms = Terms.of(decision);
        var change = ChangeClass.between(memory.terms(), terms);
        var fell = Arrays.stream(Fall.values())
                .anyMatch(fall ->
                        fall.name().equals(change.name()) && condition.to().contains(fall));
        return memory.decided(terms, fell);
    }

    @Override
    public Outlook at(Memory memory, Instant time) {
        var because = memory.fell() ? "the newest decision is such a change" : "the newest decision is no such change";
        return new Outlook(memory.fell(), null, 0, null, new Evidence(List.of(), Map.of(), null, null, because));
    }
}

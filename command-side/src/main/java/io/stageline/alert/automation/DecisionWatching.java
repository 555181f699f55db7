package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Compared;
import io.stageline.alert.events.Condition.DecisionChanged;
import io.stageline.alert.events.Condition.DecisionChanged.Fall;
import io.stageline.alert.events.Evidence;
import io.stageline.journal.events.ChangeClass;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.Terms;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Watches what each decision means for the one before it, as both read now. */
record DecisionWatching(DecisionChanged condition) implements Watching {
    @Override
    public Memory after(Memory memory, Input input) {
        if (input.entry() instanceof DecisionTaken taken) return taken(memory, taken, input.position());
        if (input.entry() instanceof DecisionCorrected corrected) return corrected(memory, corrected, input.position());
        return memory;
    }

    private Memory taken(Memory memory, DecisionTaken taken, long position) {
        var before = memory.compared() == null ? null : memory.compared().newest();
        var compared = new Compared(taken.stageEventId(), before, memory.terms(), position);
        return judged(memory, Terms.of(taken), compared);
    }

    /** Of the two that are compared either may be corrected; a fall that stays one goes on. */
    private Memory corrected(Memory memory, DecisionCorrected corrected, long position) {
        var known = memory.compared();
        var newest = memory.terms();
        if (known == null || newest == null) return memory;
        var by = memory.fell() ? known.by() : position;
        if (corrected.decisionId().equals(known.newest()))
            return judged(
                    memory, Terms.of(corrected), new Compared(known.newest(), known.before(), known.beforeTerms(), by));
        if (corrected.decisionId().equals(known.before()))
            return judged(memory, newest, new Compared(known.newest(), known.before(), Terms.of(corrected), by));
        return memory;
    }

    private Memory judged(Memory memory, Terms newest, Compared compared) {
        var change = ChangeClass.between(compared.beforeTerms(), newest);
        var fell = Arrays.stream(Fall.values())
                .anyMatch(fall ->
                        fall.name().equals(change.name()) && condition.to().contains(fall));
        return memory.decided(newest, fell, compared);
    }

    @Override
    public Outlook at(Memory memory, Instant time) {
        var because = memory.fell() ? "the newest decision is such a change" : "the newest decision is no such change";
        var by = memory.compared() == null ? 0 : memory.compared().by();
        var evidence = new Evidence(by == 0 ? List.of() : List.of(by), Map.of(), null, null, because);
        return new Outlook(memory.fell(), null, by, null, evidence);
    }

    @Override
    public boolean isEachAnEpisode() {
        return true;
    }
}

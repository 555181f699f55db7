package io.stageline.webhook.automation;

import io.stageline.eventlog.Recorded;
import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import io.stageline.journal.events.EntryEvent.StageRecorded;
import io.stageline.journal.events.EntryEvent.StageWithdrawn;
import io.stageline.journal.events.StagePath;
import io.stageline.journal.events.Terms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was true of an entry before an event: the fold of its earlier events, as far as messages tell of it. */
final class EntryBefore {
    private final Map<UUID, Terms> decisions = new HashMap<>();
    private StagePath path = StagePath.NONE;
    private @Nullable Terms decision;

    private EntryBefore() {}

    static EntryBefore of(List<Recorded> events) {
        var before = new EntryBefore();
        events.forEach(before::fold);
        return before;
    }

    private void fold(Recorded recorded) {
        var event = recorded.event();
        if (event instanceof StageRecorded stage) path = path.after(stage, recorded.version());
        else if (event instanceof StageWithdrawn withdrawn) path = withdrawn.path();
        else if (event instanceof DecisionTaken taken) {
            decision = Terms.of(taken);
            decisions.put(taken.stageEventId(), decision);
        } else if (event instanceof DecisionCorrected corrected) correct(corrected.decisionId(), Terms.of(corrected));
    }

    private void correct(UUID decisionId, Terms terms) {
        var before = decisions.put(decisionId, terms);
        if (before == decision) decision = terms;
    }

    StagePath path() {
        return path;
    }

    /** The decision in force. */
    @Nullable
    Terms decision() {
        return decision;
    }

    @Nullable
    Terms decision(UUID decisionId) {
        return decisions.get(decisionId);
    }
}

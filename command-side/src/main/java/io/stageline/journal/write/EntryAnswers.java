package io.stageline.journal.write;

import io.stageline.journal.events.StageWarning;
import io.stageline.write.AggregateVersion;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answers of an entry, which carry its new state: a page shows it without asking again. */
record EntryAnswers(EntryFacts facts, Clock clock) {

    EntryAnswer.Stage stage(UUID eventId, String stage, List<StageWarning> warnings, @Nullable Long rebasedFrom) {
        var path = facts.path();
        return new EntryAnswer.Stage(
                eventId,
                0,
                AggregateVersion.current(),
                Cell.of(path, stage, clock),
                path.current(),
                path.lastActivityAt(),
                warnings,
                rebasedFrom);
    }

    EntryAnswer.Decision decision(UUID eventId, String stage, List<StageWarning> warnings, @Nullable Long rebasedFrom) {
        return new EntryAnswer.Decision(
                eventId,
                0,
                AggregateVersion.current(),
                DecisionInForce.of(facts.decision()),
                Cell.of(facts.path(), stage, clock),
                warnings,
                rebasedFrom);
    }
}

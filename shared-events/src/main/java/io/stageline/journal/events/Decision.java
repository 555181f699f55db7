package io.stageline.journal.events;

import io.stageline.journal.events.EntryEvent.DecisionCorrected;
import io.stageline.journal.events.EntryEvent.DecisionTaken;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The decision in force and the one it followed: the fold of an entry's decisions and their corrections. */
public record Decision(Made made, @Nullable Made previous, long version) {

    /** A decision by its id, which is that of the stage event recorded with it. */
    public record Made(UUID decisionId, Terms terms) {}

    /** The decision after one more was taken. */
    public static Decision after(@Nullable Decision before, DecisionTaken event, long version) {
        return new Decision(
                new Made(event.stageEventId(), Terms.of(event)), before == null ? null : before.made, version);
    }

    /** After a correction: what it names is read anew; of a decision further back only the history shows it. */
    public Decision corrected(DecisionCorrected event, long version) {
        return new Decision(corrected(made, event), previous == null ? null : corrected(previous, event), version);
    }

    /** What this decision means for the one before it. */
    public ChangeClass change() {
        return ChangeClass.between(previous == null ? null : previous.terms, made.terms);
    }

    private static Made corrected(Made made, DecisionCorrected event) {
        return made.decisionId.equals(event.decisionId()) ? new Made(made.decisionId, Terms.of(event)) : made;
    }
}

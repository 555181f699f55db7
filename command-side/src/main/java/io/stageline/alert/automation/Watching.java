package io.stageline.alert.automation;

import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Absence;
import io.stageline.alert.events.Condition.Anomaly;
import io.stageline.alert.events.Condition.Count;
import io.stageline.alert.events.Condition.Deadline;
import io.stageline.alert.events.Condition.DecisionChanged;
import io.stageline.alert.events.Condition.Drift;
import io.stageline.alert.events.Condition.EntryStale;
import io.stageline.alert.events.Condition.OverEntries;
import io.stageline.alert.events.Condition.OverSignals;
import io.stageline.alert.events.Condition.RateOfChange;
import io.stageline.alert.events.Condition.Share;
import io.stageline.alert.events.Condition.SkipRate;
import io.stageline.alert.events.Condition.StageNotReached;
import io.stageline.alert.events.Condition.Threshold;
import java.time.Instant;

/** How one kind of condition is watched: a pure fold of inputs, and what it says of a time. It asks neither clock nor database. */
interface Watching {
    /** What is remembered where there are no samples. */
    int LIGHT = 16;

    /** What is remembered after one more input, which may come late. */
    Memory after(Memory memory, Input input);

    /** Whether the condition holds at a time. */
    Outlook at(Memory memory, Instant time);

    /** From when on an input that is remembered may change what holds; usually only from now on, even if it comes late. */
    default Instant changesFrom(Input input, Instant now) {
        return now;
    }

    /** Whether another cause is another episode although the condition held all along; else what began it first goes on. */
    default boolean isEachAnEpisode() {
        return false;
    }

    /** How many numbers a watch of the condition may remember, about. */
    static int weight(Condition condition) {
        return condition instanceof Threshold
                        || condition instanceof Absence
                        || condition instanceof Deadline
                        || condition instanceof EntryStale
                        || condition instanceof DecisionChanged
                ? LIGHT
                : Memory.MOST;
    }

    /** How a condition is watched. */
    static Watching of(Condition condition) {
        if (condition instanceof OverSignals signals) return of(signals);
        if (condition instanceof OverEntries entries) return of(entries);
        throw new IllegalStateException("no such condition");
    }

    private static Watching of(OverSignals condition) {
        if (condition instanceof Threshold threshold) return new ThresholdWatching(threshold);
        if (condition instanceof RateOfChange rate) return new RateWatching(rate);
        if (condition instanceof Count count) return new CountWatching(count);
        if (condition instanceof Share share) return ShareWatching.of(share);
        if (condition instanceof Absence absence) return new AbsenceWatching(absence.window());
        if (condition instanceof Deadline deadline) return new DeadlineWatching(deadline);
        if (condition instanceof Anomaly anomaly)
            return new DetectorWatching(DetectorMethod.of(anomaly.method()), anomaly.score());
        if (condition instanceof Drift drift)
            return new DetectorWatching(DetectorMethod.of(drift.method()), drift.score());
        throw new IllegalStateException("no such condition");
    }

    private static Watching of(OverEntries condition) {
        if (condition instanceof StageNotReached stage) return new StageWatching(stage);
        if (condition instanceof EntryStale stale) return new StaleWatching(stale);
        if (condition instanceof DecisionChanged decision) return new DecisionWatching(decision);
        if (condition instanceof SkipRate skips) return ShareWatching.of(skips);
        throw new IllegalStateException("no such condition");
    }
}

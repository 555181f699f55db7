package io.stageline.alert.events;

import io.stageline.events.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a rule watches for; every kind that there is, each kept under its stored name. */
public sealed interface Condition {

    /** How a measured number must compare with the given one. */
    enum Comparison {
        ABOVE,
        AT_LEAST,
        BELOW,
        AT_MOST;

        /** Whether the measured number compares like this with the limit. */
        public boolean holds(double measured, double limit) {
            return switch (this) {
                case ABOVE -> measured > limit;
                case AT_LEAST -> measured >= limit;
                case BELOW -> measured < limit;
                case AT_MOST -> measured <= limit;
            };
        }
    }

    /** What a term asks of a field. There are no patterns: nothing in a rule can take long. */
    enum Test {
        EQUALS,
        DIFFERS,
        ABOVE,
        AT_LEAST,
        BELOW,
        AT_MOST,
        PRESENT,
        MISSING,
        BEGINS_WITH
    }

    /** One thing that a signal's field must be: {@code value}, or a pointer (RFC 6901) into its data. Any of the values will do. */
    record Term(String field, Test test, List<String> values) {}

    /** The signals that a rule listens to: of one type, from one source or any, for which all terms hold. */
    record Signals(@Nullable String source, String type, List<Term> where) {}

    /** A condition over signals. */
    sealed interface OverSignals extends Condition {
        Signals of();
    }

    /** A condition over the entries of a journal. */
    sealed interface OverEntries extends Condition {
        UUID journalId();
    }

    /** The value of the newest signal compares like this with a limit. */
    @Stored("threshold")
    record Threshold(Signals of, Comparison is, double limit) implements OverSignals {}

    /** The value changes by so much an hour, from the oldest to the newest signal within the time. */
    @Stored("rate-of-change")
    record RateOfChange(Signals of, Duration over, Comparison is, double perHour) implements OverSignals {}

    /** So many signals occurred within the time before the newest one. */
    @Stored("count")
    record Count(Signals of, Duration window, Comparison is, long count) implements OverSignals {}

    /** Of the signals within the time before the newest one, this share meets further terms; only of at least so many. */
    @Stored("share")
    record Share(Signals of, List<Term> part, Duration window, int atLeast, Comparison is, double share)
            implements OverSignals {}

    /** After a signal no further one occurs for so long. */
    @Stored("absence")
    record Absence(Signals of, Duration window) implements OverSignals {}

    /**
     * What one signal opened is not closed by another one in time: within a duration, or by the time in a field of the
     * data of the one that opened it.
     */
    @Stored("deadline")
    record Deadline(
            Signals of,
            Signals closedBy,
            @Nullable Duration within,
            @Nullable String dueField) implements OverSignals {}

    /** A detector finds the newest value unlike those before, with at least this score. */
    @Stored("anomaly")
    record Anomaly(Signals of, String method, Map<String, Double> settings, double score) implements OverSignals {}

    /** A detector finds that the level of the values has moved for good, with at least this score. */
    @Stored("drift")
    record Drift(Signals of, String method, Map<String, Double> settings, double score) implements OverSignals {}

    /** An entry does not reach a stage within so many days after another one, or after it came into the journal. */
    @Stored("stage-not-reached")
    record StageNotReached(UUID journalId, @Nullable String after, String stage, int days) implements OverEntries {}

    /** Nothing happens to an entry for so many days. */
    @Stored("entry-stale")
    record EntryStale(UUID journalId, int days) implements OverEntries {}

    /** The newest decision about an entry is such a change from the one before. */
    @Stored("decision-changed")
    record DecisionChanged(UUID journalId, Set<Fall> to) implements OverEntries {
        /** A change that somebody may want to hear of. */
        public enum Fall {
            DOWNGRADE,
            PAUSE,
            LAPSE,
            CANCEL
        }
    }

    /** Of the stage events recorded within the time, this share skipped stages; only of at least so many. */
    @Stored("skip-rate")
    record SkipRate(UUID journalId, Duration window, int atLeast, Comparison is, double share) implements OverEntries {}
}

package io.stageline.alert.write;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Comparison;
import io.stageline.alert.events.Condition.DecisionChanged.Fall;
import io.stageline.write.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a rule watches for, as sent: {@code kind} says which of these it is; each exists only within its bounds. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @Type(name = "threshold", value = ConditionRequest.Threshold.class),
    @Type(name = "rate-of-change", value = ConditionRequest.RateOfChange.class),
    @Type(name = "count", value = ConditionRequest.Count.class),
    @Type(name = "share", value = ConditionRequest.Share.class),
    @Type(name = "absence", value = ConditionRequest.Absence.class),
    @Type(name = "deadline", value = ConditionRequest.Deadline.class),
    @Type(name = "anomaly", value = ConditionRequest.Anomaly.class),
    @Type(name = "drift", value = ConditionRequest.Drift.class),
    @Type(name = "stage-not-reached", value = ConditionRequest.StageNotReached.class),
    @Type(name = "entry-stale", value = ConditionRequest.EntryStale.class),
    @Type(name = "decision-changed", value = ConditionRequest.DecisionChanged.class),
    @Type(name = "skip-rate", value = ConditionRequest.SkipRate.class)
})
public sealed interface ConditionRequest {
    Condition condition();

    record Threshold(SignalsRequest of, Comparison is, double limit) implements ConditionRequest {
        public Threshold {
            compared(of, is);
            Bounds.number("/limit", limit);
        }

        @Override
        public Condition condition() {
            return new Condition.Threshold(of.signals(), is, limit);
        }
    }

    record RateOfChange(SignalsRequest of, Duration over, Comparison is, double perHour) implements ConditionRequest {
        public RateOfChange {
            compared(of, is);
            Bounds.window("/over", over);
            Bounds.number("/perHour", perHour);
        }

        @Override
        public Condition condition() {
            return new Condition.RateOfChange(of.signals(), over, is, perHour);
        }
    }

    record Count(SignalsRequest of, Duration window, Comparison is, long count) implements ConditionRequest {
        public Count {
            compared(of, is);
            Bounds.window("/window", window);
            Bounds.counted("/count", count);
        }

        @Override
        public Condition condition() {
            return new Condition.Count(of.signals(), window, is, count);
        }
    }

    record Share(SignalsRequest of, List<TermRequest> part, Duration window, int atLeast, Comparison is, double share)
            implements ConditionRequest {
        public Share {
            compared(of, is);
            Bounds.there("/part", part);
            part = SignalsRequest.terms("/part", part);
            if (part.isEmpty()) throw Values.invalid("/part", "a term is required here, or the part is the whole");
            Bounds.window("/window", window);
            Bounds.atLeast("/atLeast", atLeast);
            Bounds.number("/share", share);
        }

        @Override
        public Condition condition() {
            return new Condition.Share(of.signals(), SignalsRequest.said(part), window, atLeast, is, share);
        }
    }

    record Absence(SignalsRequest of, Duration window) implements ConditionRequest {
        public Absence {
            Bounds.there("/of", of);
            Bounds.window("/window", window);
        }

        @Override
        public Condition condition() {
            return new Condition.Absence(of.signals(), window);
        }
    }

    record Deadline(
            SignalsRequest of,
            SignalsRequest closedBy,
            @Nullable Duration within,
            @Nullable String dueField) implements ConditionRequest {
        public Deadline {
            Bounds.there("/of", of);
            Bounds.there("/closedBy", closedBy);
            if ((within == null) == (dueField == null))
                throw Values.invalid("", "a deadline has either within or dueField");
            if (within != null) Bounds.term("/within", within);
            Values.optional("/dueField", dueField, Values.LINE);
            if (dueField != null && !DataPointer.isOne(dueField))
                throw Values.invalid("/dueField", "this must be a pointer into the data such as /deadline");
        }

        @Override
        public Condition condition() {
            return new Condition.Deadline(of.signals(), closedBy.signals(), within, dueField);
        }
    }

    record Anomaly(
            SignalsRequest of, String method, @Nullable Map<String, @Nullable Double> settings, double score)
            implements ConditionRequest {
        public Anomaly {
            detected(of, method, settings, score);
        }

        @Override
        public Condition condition() {
            return new Condition.Anomaly(of.signals(), method, Bounds.settings("/settings", settings), score);
        }
    }

    record Drift(SignalsRequest of, String method, @Nullable Map<String, @Nullable Double> settings, double score)
            implements ConditionRequest {
        public Drift {
            detected(of, method, settings, score);
        }

        @Override
        public Condition condition() {
            return new Condition.Drift(of.signals(), method, Bounds.settings("/settings", settings), score);
        }
    }

    record StageNotReached(UUID journalId, @Nullable String after, String stage, int days) implements ConditionRequest {
        public StageNotReached {
            Bounds.there("/journalId", journalId);
            Values.optional("/after", after, Values.LINE);
            Values.required("/stage", stage, Values.LINE);
            Bounds.days("/days", days);
        }

        @Override
        public Condition condition() {
            return new Condition.StageNotReached(journalId, after, stage, days);
        }
    }

    record EntryStale(UUID journalId, int days) implements ConditionRequest {
        public EntryStale {
            Bounds.there("/journalId", journalId);
            Bounds.days("/days", days);
        }

        @Override
        public Condition condition() {
            return new Condition.EntryStale(journalId, days);
        }
    }

    record DecisionChanged(UUID journalId, List<Fall> to) implements ConditionRequest {
        public DecisionChanged {
            Bounds.there("/journalId", journalId);
            Bounds.there("/to", to);
            Bounds.list("/to", to, Fall.values().length);
            if (to.isEmpty()) throw Values.invalid("/to", "a change is required here");
        }

        @Override
        public Condition condition() {
            return new Condition.DecisionChanged(journalId, Set.copyOf(to));
        }
    }

    record SkipRate(UUID journalId, Duration window, int atLeast, Comparison is, double share)
            implements ConditionRequest {
        public SkipRate {
            Bounds.there("/journalId", journalId);
            Bounds.window("/window", window);
            Bounds.atLeast("/atLeast", atLeast);
            Bounds.there("/is", is);
            Bounds.number("/share", share);
        }

        @Override
        public Condition condition() {
            return new Condition.SkipRate(journalId, window, atLeast, is, share);
        }
    }

    private static void compared(SignalsRequest of, Comparison is) {
        Bounds.there("/of", of);
        Bounds.there("/is", is);
    }

    private static void detected(
            SignalsRequest of, String method, @Nullable Map<String, @Nullable Double> settings, double score) {
        Bounds.there("/of", of);
        Bounds.method("/method", method);
        Bounds.settings("/settings", settings);
        Bounds.score("/score", score);
    }
}

package io.stageline.alert.write;

import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Absence;
import io.stageline.alert.events.Condition.Count;
import io.stageline.alert.events.Condition.Deadline;
import io.stageline.alert.events.Condition.OverSignals;
import io.stageline.alert.events.Condition.Share;
import io.stageline.alert.events.Condition.StageNotReached;
import io.stageline.alert.events.Condition.Term;
import io.stageline.alert.events.Condition.Test;
import io.stageline.write.Values;
import java.util.List;
import java.util.stream.Stream;

/** Nobody waits for what can never be: terms that contradict each other, a share above 1 (B34). */
record ConditionCanHold(Condition condition) {
    void verify(String pointer) {
        if (condition instanceof OverSignals signals) mustBePossible(signals, pointer + "/of/where");
        if (condition instanceof Share it)
            mustBePossible(
                    Stream.concat(it.of().where().stream(), it.part().stream()).toList(), pointer + "/part");
        if (condition instanceof Deadline it) {
            mustBePossible(it.closedBy().where(), pointer + "/closedBy/where");
            if (it.of().equals(it.closedBy()))
                throw never(pointer + "/closedBy", "what opens the deadline closes it at once");
        }
        if (condition instanceof StageNotReached it && it.stage().equals(it.after()))
            throw never(pointer + "/after", "a stage is reached when it is reached");
        Measured.of(condition).filter(Measured::neverHolds).ifPresent(measured -> {
            throw never(pointer + measured.pointer(), "no measured number can compare like this");
        });
    }

    private static void mustBePossible(OverSignals condition, String pointer) {
        var terms = condition.of().where();
        mustBePossible(terms, pointer);
        if (measuresValues(condition)
                && FieldRange.of(TermRequest.VALUE, terms)
                        .and(new Term(TermRequest.VALUE, Test.PRESENT, List.of()))
                        .isEmpty()) throw never(pointer, "signals without a value have none to measure");
    }

    private static boolean measuresValues(OverSignals condition) {
        return !(condition instanceof Count
                || condition instanceof Share
                || condition instanceof Absence
                || condition instanceof Deadline);
    }

    private static void mustBePossible(List<Term> terms, String pointer) {
        terms.stream()
                .map(Term::field)
                .distinct()
                .filter(field -> FieldRange.of(field, terms).isEmpty())
                .findFirst()
                .ifPresent(field -> {
                    throw never(pointer, "the terms about " + field + " contradict each other");
                });
    }

    private static RuntimeException never(String pointer, String because) {
        return Values.invalid(pointer, "this can never be: " + because);
    }
}

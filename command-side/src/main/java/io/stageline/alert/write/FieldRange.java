package io.stageline.alert.write;

import io.stageline.alert.events.Condition.Term;
import io.stageline.alert.events.Condition.Test;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a field may still be when several terms must hold of it. Where that is hard to tell, it counts as possible. */
final class FieldRange {
    private double low = Double.NEGATIVE_INFINITY;
    private double high = Double.POSITIVE_INFINITY;
    private boolean lowIn = true;
    private boolean highIn = true;
    private boolean present;
    private boolean missing;
    private @Nullable Set<String> oneOf;
    private @Nullable List<String> beginnings;
    private final Set<String> noneOf = new HashSet<>();

    /** Anything, or nothing at all. */
    FieldRange() {}

    /** A number between two, both included. */
    FieldRange(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /** What these terms leave of a field. */
    static FieldRange of(String field, Collection<Term> terms) {
        var range = new FieldRange();
        terms.stream().filter(term -> term.field().equals(field)).forEach(range::and);
        return range;
    }

    FieldRange and(Term term) {
        var values = term.values();
        switch (term.test()) {
            case EQUALS -> {
                var texts = values.stream().map(FieldRange::plain).collect(Collectors.toSet());
                if (oneOf == null) oneOf = texts;
                else oneOf.retainAll(texts);
            }
            case DIFFERS -> values.forEach(value -> noneOf.add(plain(value)));
            case ABOVE, AT_LEAST, BELOW, AT_MOST -> and(term.test(), Double.parseDouble(values.get(0)));
            case MISSING -> missing = true;
            case PRESENT -> present = true;
            case BEGINS_WITH -> beginnings = longer(beginnings, values);
        }
        present |= term.test() != Test.MISSING && term.test() != Test.DIFFERS;
        return this;
    }

    /** Only numbers that compare so. */
    FieldRange and(Test test, double limit) {
        present = true;
        var included = test == Test.AT_LEAST || test == Test.AT_MOST;
        if (test == Test.ABOVE || test == Test.AT_LEAST) {
            lowIn = limit == low ? lowIn && included : limit > low ? included : lowIn;
            low = Math.max(low, limit);
        } else {
            highIn = limit == high ? highIn && included : limit < high ? included : highIn;
            high = Math.min(high, limit);
        }
        return this;
    }

    /** Whether nothing is left. */
    boolean isEmpty() {
        if (present && missing || low > high || low == high && !(lowIn && highIn)) return true;
        if (beginnings != null && beginnings.isEmpty()) return true;
        return oneOf != null && oneOf.stream().noneMatch(this::allows);
    }

    private boolean allows(String text) {
        if (noneOf.contains(text)) return false;
        if (beginnings != null && beginnings.stream().noneMatch(text::startsWith)) return false;
        var number = number(text);
        if (number == null) return low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY;
        return (number > low || lowIn && number == low) && (number < high || highIn && number == high);
    }

    /** Both one of these beginnings and one of those: the longer of each two that agree. */
    private static List<String> longer(@Nullable List<String> these, List<String> those) {
        if (these == null) return those;
        var both = new ArrayList<String>();
        for (var one : these)
            for (var other : those) {
                if (one.startsWith(other)) both.add(one);
                else if (other.startsWith(one)) both.add(other);
            }
        return both;
    }

    /** A number in the one way to write it, so that 5 is 5.0; any other text as it is. */
    private static String plain(String text) {
        return number(text) == null
                ? text
                : new BigDecimal(text).stripTrailingZeros().toString();
    }

    private static @Nullable Double number(String text) {
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }
}

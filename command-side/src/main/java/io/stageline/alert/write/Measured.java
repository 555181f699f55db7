package io.stageline.alert.write;

import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Comparison;
import io.stageline.alert.events.Condition.Count;
import io.stageline.alert.events.Condition.Share;
import io.stageline.alert.events.Condition.SkipRate;
import io.stageline.alert.events.Condition.Test;
import io.stageline.alert.events.Condition.Threshold;
import java.util.Optional;
import java.util.function.Supplier;

/** A number that a condition measures and compares with a limit, and what it can be at all. */
record Measured(Supplier<FieldRange> possible, Comparison is, double limit, String pointer) {

    /** What the condition measures; nothing where any number is possible. */
    static Optional<Measured> of(Condition condition) {
        if (condition instanceof Threshold it)
            return Optional.of(new Measured(
                    () -> FieldRange.of(TermRequest.VALUE, it.of().where()), it.is(), it.limit(), "/limit"));
        if (condition instanceof Count it)
            return Optional.of(new Measured(() -> new FieldRange(0, Double.MAX_VALUE), it.is(), it.count(), "/count"));
        if (condition instanceof Share it)
            return Optional.of(new Measured(() -> new FieldRange(0, 1), it.is(), it.share(), "/share"));
        if (condition instanceof SkipRate it)
            return Optional.of(new Measured(() -> new FieldRange(0, 1), it.is(), it.share(), "/share"));
        return Optional.empty();
    }

    boolean neverHolds() {
        return possible.get().and(test(is), limit).isEmpty();
    }

    boolean alwaysHolds() {
        return possible.get().and(test(opposite(is)), limit).isEmpty();
    }

    private static Test test(Comparison is) {
        return switch (is) {
            case ABOVE -> Test.ABOVE;
            case AT_LEAST -> Test.AT_LEAST;
            case BELOW -> Test.BELOW;
            case AT_MOST -> Test.AT_MOST;
        };
    }

    private static Comparison opposite(Comparison is) {
        return switch (is) {
            case ABOVE -> Comparison.AT_MOST;
            case AT_LEAST -> Comparison.BELOW;
            case BELOW -> Comparison.AT_LEAST;
            case AT_MOST -> Comparison.ABOVE;
        };
    }
}

package io.stageline.bench.frame;

import java.time.Duration;
import java.util.Set;

/** One of the things that a row compares; it takes its turn in every round. */
public interface Side {
    String name();

    /** Server and database processes whose processor time counts as the cost of an operation. */
    Set<Long> processes();

    /** Works for so long and tells what came of it. */
    Measured run(Duration time);

    /** Once, before the first round. */
    default void warmUp(Duration time) {
        run(time);
    }

    /** Waits until nothing that it started goes on in the background of the next side. */
    default void settle() {}
}

package io.stageline.alert.automation;

import io.stageline.alert.automation.Memory.Sample;
import io.stageline.alert.events.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a condition holds at a time and why; when that may change though nothing happens; and where the condition names
 * them, by which event it began and since when it does not hold any more.
 */
record Outlook(
        boolean holds,
        @Nullable Instant next,
        long cause,
        @Nullable Instant over,
        Evidence evidence) {
    private static final int INPUTS = 20;

    static Outlook of(
            boolean holds, @Nullable Instant next, List<Sample> inputs, Map<String, Double> values, String because) {
        var newest = inputs.subList(Math.max(0, inputs.size() - INPUTS), inputs.size()).stream()
                .map(Sample::position)
                .toList();
        return new Outlook(holds, next, 0, null, new Evidence(newest, new TreeMap<>(values), null, null, because));
    }

    /** Nothing is known that could hold. */
    static Outlook nothing(String because) {
        return of(false, null, List.of(), Map.of(), because);
    }
}

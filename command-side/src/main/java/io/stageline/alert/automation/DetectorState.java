package io.stageline.alert.automation;

import java.util.List;

/** A detector put away: its method and everything it remembers as finite numbers, exact in JSON. */
public record DetectorState(String method, List<Double> numbers) {
    public DetectorState {
        numbers = List.copyOf(numbers);
    }
}

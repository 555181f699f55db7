package io.stageline.alert.automation;

import java.util.Map;
import java.util.TreeMap;

/** Why a value has its score: what was expected, how far values usually lie from it, and what each signal says. */
public record Explanation(String method, double expected, double spread, double observed, Map<String, Double> signals) {

    static Explanation of(DetectorMethod method, double expected, double spread, double observed) {
        return new Explanation(method.wire(), expected, spread, observed, Map.of());
    }

    Explanation with(String signal, double strength) {
        Map<String, Double> more = new TreeMap<>(signals);
        more.put(signal, strength);
        return new Explanation(method, expected, spread, observed, Map.copyOf(more));
    }
}

package io.stageline.bench.frame;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Numbers as people read them: three digits that matter. */
public final class Numbers {
    private Numbers() {}

    public static String of(double value) {
        if (Double.isNaN(value)) return "–";
        if (Double.isInfinite(value)) return value > 0 ? "∞" : "-∞";
        var size = Math.abs(value);
        var format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    public static String of(Spread spread) {
        return "%s (%s–%s)".formatted(of(spread.median()), of(spread.least()), of(spread.most()));
    }

    static String of(Map<String, Double> numbers) {
        return new TreeMap<>(numbers)
                .entrySet().stream()
                        .map(number -> number.getKey() + " " + of(number.getValue()))
                        .collect(Collectors.joining(", "));
    }
}

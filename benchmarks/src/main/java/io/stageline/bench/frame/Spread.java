package io.stageline.bench.frame;

import java.util.Collection;

/** The median of some values with the smallest and the largest of them. */
public record Spread(double median, double least, double most) {

    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) throw new IllegalArgumentException("the median of nothing");
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        var middle = sorted.length / 2;
        var median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}

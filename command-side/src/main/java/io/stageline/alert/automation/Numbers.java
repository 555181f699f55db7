package io.stageline.alert.automation;

import java.util.ArrayList;
import java.util.List;

/** Numbers written one after the other and read in the same order. */
final class Numbers {
    private final List<Double> numbers;
    private int next;

    Numbers() {
        this(new ArrayList<>());
    }

    Numbers(List<Double> numbers) {
        this.numbers = numbers;
    }

    Numbers put(double number) {
        numbers.add(number);
        return this;
    }

    Numbers put(double[] all) {
        put(all.length);
        for (double number : all) put(number);
        return this;
    }

    double take() {
        return numbers.get(next++);
    }

    int takeInt() {
        return (int) take();
    }

    double[] takeAll() {
        double[] all = new double[takeInt()];
        for (int i = 0; i < all.length; i++) all[i] = take();
        return all;
    }

    DetectorState as(DetectorMethod method) {
        return new DetectorState(method.wire(), numbers);
    }
}

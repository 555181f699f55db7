package io.stageline.alert.automation;

import java.util.Arrays;

/** The last values of a series, up to a fixed number, in ascending order. */
final class Ordered {
    private final Recent recent;
    private final double[] sorted;

    Ordered(int capacity) {
        this(new Recent(capacity), new double[capacity]);
    }

    private Ordered(Recent recent, double[] sorted) {
        this.recent = recent;
        this.sorted = sorted;
    }

    /** Takes the next value; the oldest makes room when there is none. */
    void add(double value) {
        int size = recent.size();
        if (recent.full()) {
            int gone = Arrays.binarySearch(sorted, 0, size, recent.ago(size - 1));
            System.arraycopy(sorted, gone + 1, sorted, gone, size - gone - 1);
            size--;
        }
        int place = placeOf(value, size);
        System.arraycopy(sorted, place, sorted, place + 1, size - place);
        sorted[place] = value;
        recent.add(value);
    }

    private int placeOf(double value, int size) {
        int found = Arrays.binarySearch(sorted, 0, size, value);
        return found >= 0 ? found : -found - 1;
    }

    int size() {
        return recent.size();
    }

    double quantile(double share) {
        return sorted[(int) Math.round(share * (size() - 1))];
    }

    double median() {
        return quantile(0.5);
    }

    /** The distance of a value from the k-th nearest of those remembered. */
    double distance(double value, int k) {
        int right = placeOf(value, size());
        int left = right - 1;
        double distance = 0;
        for (int i = 0; i < k; i++) {
            double below = left >= 0 ? value - sorted[left] : Double.POSITIVE_INFINITY;
            double above = right < size() ? sorted[right] - value : Double.POSITIVE_INFINITY;
            distance = Math.min(below, above);
            if (below <= above) left--;
            else right++;
        }
        return distance;
    }

    /** The conformal p-value: how often values were at least as large, this one counted too. */
    double shareNotBelow(double value) {
        int size = size();
        int place = placeOf(value, size);
        while (place > 0 && sorted[place - 1] == value) place--;
        return (size - place + 1.0) / (size + 1.0);
    }

    void write(Numbers to) {
        recent.write(to);
    }

    static Ordered read(Numbers from) {
        Recent recent = Recent.read(from);
        double[] sorted = new double[recent.capacity()];
        for (int age = 0; age < recent.size(); age++) sorted[age] = recent.ago(age);
        Arrays.sort(sorted, 0, recent.size());
        return new Ordered(recent, sorted);
    }
}

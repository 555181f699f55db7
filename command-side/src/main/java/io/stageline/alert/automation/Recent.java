package io.stageline.alert.automation;

/** The last values of a series, up to a fixed number, by age. */
final class Recent {
    private final double[] values;
    private long seen;

    Recent(int capacity) {
        values = new double[capacity];
    }

    /** Takes the next value. */
    void add(double value) {
        values[(int) (seen++ % values.length)] = value;
    }

    /** The value that came so many values before the last one. */
    double ago(int age) {
        return values[(int) ((seen - 1 - age) % values.length)];
    }

    int size() {
        return (int) Math.min(seen, values.length);
    }

    int capacity() {
        return values.length;
    }

    boolean full() {
        return seen >= values.length;
    }

    double mean() {
        double sum = 0;
        for (int age = 0; age < size(); age++) sum += ago(age);
        return sum / size();
    }

    double deviation(double mean) {
        double sum = 0;
        for (int age = 0; age < size(); age++) sum += (ago(age) - mean) * (ago(age) - mean);
        return Math.sqrt(sum / size());
    }

    void write(Numbers to) {
        to.put(seen).put(values);
    }

    static Recent read(Numbers from) {
        long seen = (long) from.take();
        double[] values = from.takeAll();
        Recent recent = new Recent(values.length);
        recent.seen = seen;
        System.arraycopy(values, 0, recent.values, 0, values.length);
        return recent;
    }
}

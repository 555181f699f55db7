package io.stageline.alert.automation;

/**
 * A robust running estimate of where values lie and how far apart: three numbers, however many values.
 *
 * <p>Huber's clipped steps (Huber 1964, doi 10.1214/aoms/1177703732) with exponential forgetting: one wild value moves
 * it no more than an unusual one.
 */
final class Usual {
    static final int SIZE = 3;

    private static final double CLIP = 3;
    private static final int MEMORY = 500;
    /** How much smaller the mean distance of a normal distribution is than its standard deviation. */
    private static final double MEAN_TO_STANDARD = 1.2533;

    private double count;
    private double centre;
    private double distance;

    void learn(double value) {
        double rate = 1 / Math.min(++count, MEMORY);
        double off = value - centre;
        if (count > SIZE && distance > 0) off = Math.max(-CLIP * spread(), Math.min(CLIP * spread(), off));
        centre += rate * off;
        distance += rate * (Math.abs(off) - distance);
        if (count == 1) distance = 0;
    }

    double count() {
        return count;
    }

    double centre() {
        return centre;
    }

    double spread() {
        return distance * MEAN_TO_STANDARD;
    }

    void write(Numbers to) {
        to.put(count).put(centre).put(distance);
    }

    static Usual read(Numbers from) {
        Usual usual = new Usual();
        usual.count = from.take();
        usual.centre = from.take();
        usual.distance = from.take();
        return usual;
    }
}

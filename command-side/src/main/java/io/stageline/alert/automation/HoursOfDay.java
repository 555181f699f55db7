package io.stageline.alert.automation;

import java.time.Instant;

/** What a number was during each hour of the last days (UTC): its lowest and its highest. */
final class HoursOfDay {
    private static final int HOURS = 24;
    private static final int DAYS = 14;
    private static final int ENOUGH = 7;
    private static final int SECONDS = 3_600;
    /** Hours as near as this belong to the same day, and are no precedent. */
    private static final int SAME_DAY = 20;

    /** How soon hours that visit much of the range anyway stop to matter. */
    private static final int STRICTNESS = 4;

    private final double[] number = new double[HOURS * DAYS];
    private final double[] low = new double[HOURS * DAYS];
    private final double[] high = new double[HOURS * DAYS];
    private final double[] seen = new double[HOURS];
    private double current = Double.NEGATIVE_INFINITY;

    /**
     * How new a value is at this time of the day, in parts of the range: its distance from what was seen around this hour
     * on other days, less the more of the range those hours visited anyway.
     */
    double see(Instant at, double value, double range) {
        double hour = Math.floorDiv(at.getEpochSecond(), SECONDS);
        double novelty = seen[place(hour)] < ENOUGH ? 0 : novelty(hour, value, range);
        remember(hour, value);
        return novelty;
    }

    private double novelty(double hour, double value, double range) {
        double distance = Double.POSITIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double near = hour - 1; near <= hour + 1; near++) {
            int place = place(near);
            for (int i = place * DAYS; i < place * DAYS + Math.min(seen[place], DAYS); i++) {
                if (hour - number[i] < SAME_DAY) continue;
                distance = Math.min(distance, Math.max(0, Math.max(low[i] - value, value - high[i])));
                lowest = Math.min(lowest, low[i]);
                highest = Math.max(highest, high[i]);
            }
        }
        if (distance == 0 || range == 0 || lowest > highest) return 0;
        double unvisited = Math.max(0, 1 - (highest - lowest) / range);
        return Math.min(1, distance / range) * Math.pow(unvisited, STRICTNESS);
    }

    private void remember(double hour, double value) {
        int place = place(hour);
        if (hour != current) seen[place]++;
        int i = place * DAYS + (int) ((seen[place] - 1) % DAYS);
        low[i] = hour == current ? Math.min(low[i], value) : value;
        high[i] = hour == current ? Math.max(high[i], value) : value;
        number[i] = hour;
        current = hour;
    }

    private static int place(double hour) {
        return (int) Math.floorMod((long) hour, (long) HOURS);
    }

    void write(Numbers to) {
        to.put(seen).put(Double.isInfinite(current) ? 0 : 1).put(Double.isInfinite(current) ? 0 : current);
        to.put(number).put(low).put(high);
    }

    static HoursOfDay read(Numbers from) {
        HoursOfDay hours = new HoursOfDay();
        copy(from, hours.seen);
        boolean began = from.take() == 1;
        double last = from.take();
        if (began) hours.current = last;
        copy(from, hours.number);
        copy(from, hours.low);
        copy(from, hours.high);
        return hours;
    }

    private static void copy(Numbers from, double[] to) {
        double[] all = from.takeAll();
        System.arraycopy(all, 0, to, 0, to.length);
    }
}

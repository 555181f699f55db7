package io.stageline.alert.write;

import io.stageline.alert.automation.DetectorMethod;
import io.stageline.write.Values;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much a rule may ask for, so that watching for it costs little however it is written (B34). */
final class Bounds {
    /** The most inputs that a condition counts or remembers for one fingerprint. */
    static final int COUNTED = 2_000;

    /** The longest time that a window covers. */
    static final Duration WINDOW = Duration.ofDays(90);

    private static final int DAYS = 3_650;

    private Bounds() {}

    /** A value that must be there. */
    static void there(String pointer, @Nullable Object value) {
        if (value == null) throw Values.invalid(pointer, "this value is required");
    }

    /** All values of a list are there, and not more than so many. */
    static void list(String pointer, List<?> values, int most) {
        if (values.size() > most) throw Values.invalid(pointer, "at most " + most + " values are taken here");
        for (var i = 0; i < values.size(); i++) there(pointer + "/" + i, values.get(i));
    }

    /** A time that a window covers; it must be given. */
    static void window(String pointer, @Nullable Duration time) {
        there(pointer, time);
        time(pointer, time);
    }

    /** A time between a second and 90 days, if one is given. */
    static void time(String pointer, @Nullable Duration time) {
        if (time != null && (time.toSeconds() < 1 || time.compareTo(WINDOW) > 0))
            throw Values.invalid(pointer, "the time must lie between a second and 90 days");
    }

    /** A time between a second and ten years. */
    static void term(String pointer, Duration time) {
        if (time.toSeconds() < 1 || time.compareTo(Duration.ofDays(DAYS)) > 0)
            throw Values.invalid(pointer, "the time must lie between a second and 3,650 days");
    }

    static void days(String pointer, int days) {
        if (days < 1 || days > DAYS) throw Values.invalid(pointer, "1 to 3,650 days are required here");
    }

    /** A number of inputs that can be counted. */
    static void counted(String pointer, long count) {
        if (count > COUNTED) throw Values.invalid(pointer, "at most 2,000 are counted");
    }

    /** The fewest inputs that a share is made of. */
    static void atLeast(String pointer, int atLeast) {
        if (atLeast < 1 || atLeast > COUNTED) throw Values.invalid(pointer, "1 to 2,000 are required here");
    }

    /** A number that can be written down. */
    static void number(String pointer, double number) {
        if (!Double.isFinite(number)) throw Values.invalid(pointer, "this number is too large");
    }

    /** The score from which on a detector's finding counts. */
    static void score(String pointer, double score) {
        number(pointer, score);
        if (score <= 0) throw Values.invalid(pointer, "a score above 0 is required here: any value has that of 0");
        if (score > 1) throw Values.invalid(pointer, "a score of at most 1 is required here: none is greater");
    }

    /** The name of a detector's method. */
    static void method(String pointer, @Nullable String method) {
        var known =
                Arrays.stream(DetectorMethod.values()).map(DetectorMethod::wire).toList();
        if (method == null || !known.contains(method))
            throw Values.invalid(pointer, "a method is required here: one of " + String.join(", ", known));
    }

    /** What a detector is set to, by name: none of them takes anything yet, and what is not heeded is not taken. */
    static Map<String, Double> settings(String pointer, @Nullable Map<String, @Nullable Double> settings) {
        if (settings != null)
            for (var name : settings.keySet())
                throw Values.invalid(Values.pointer(pointer, name), "this method has no such setting");
        return Map.of();
    }
}

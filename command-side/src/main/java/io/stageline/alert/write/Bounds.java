package io.stageline.alert.write;

import io.stageline.write.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much a rule may ask for, so that watching for it costs little however it is written (B34). */
final class Bounds {
    /** The most inputs that a condition counts or remembers for one fingerprint. */
    static final int COUNTED = 10_000;

    /** The longest time that a window covers. */
    static final Duration WINDOW = Duration.ofDays(90);

    private static final int DAYS = 3_650;
    private static final int SETTINGS = 20;
    private static final Pattern WORD = Pattern.compile("[a-z][a-zA-Z0-9-]{0,49}");

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
        if (count > COUNTED) throw Values.invalid(pointer, "at most 10,000 are counted");
    }

    /** The fewest inputs that a share is made of. */
    static void atLeast(String pointer, int atLeast) {
        if (atLeast < 1 || atLeast > COUNTED) throw Values.invalid(pointer, "1 to 10,000 are required here");
    }

    /** A number that can be written down. */
    static void number(String pointer, double number) {
        if (!Double.isFinite(number)) throw Values.invalid(pointer, "this number is too large");
    }

    /** The score from which on a detector's finding counts. */
    static void score(String pointer, double score) {
        number(pointer, score);
        if (score <= 0) throw Values.invalid(pointer, "a score above 0 is required here: any value has that of 0");
    }

    /** The name of a detector's method. */
    static void method(String pointer, @Nullable String method) {
        if (method == null || !WORD.matcher(method).matches())
            throw Values.invalid(pointer, "the name of a method is required here");
    }

    /** What a detector is set to, by name. */
    static Map<String, Double> settings(String pointer, @Nullable Map<String, @Nullable Double> settings) {
        if (settings == null) return Map.of();
        if (settings.size() > SETTINGS) throw Values.invalid(pointer, "at most 20 settings are taken here");
        settings.forEach((name, value) -> {
            var at = Values.pointer(pointer, name);
            if (!WORD.matcher(name).matches()) throw Values.invalid(at, "this is not the name of a setting");
            there(at, value);
            if (value != null) number(at, value);
        });
        return Map.copyOf(settings);
    }
}

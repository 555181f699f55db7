package io.stageline.write;

import io.stageline.refusal.Code;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks that values of a request must pass before they become a command; a refusal points at the value. */
public final class Values {
    /** Longest text of one line, in UTF-16 units. */
    public static final int LINE = 200;
    /** Longest free text. */
    public static final int TEXT = 10_000;

    private static final int LIST = 64;
    private static final int LONGEST_DAYS = 3_650;
    private static final String BETWEEN_LINES = "\t\r\n";
    private static final Pattern STATUS = Pattern.compile("[A-Z][A-Z0-9_]{0,49}");

    private Values() {}

    /** A text that must be there and say something. */
    public static String required(String pointer, @Nullable String text, int longest) {
        if (text == null || text.isBlank()) throw invalid(pointer, "a text is required here");
        return checked(pointer, text, longest);
    }

    /** A text that may be missing, but not blank. */
    public static @Nullable String optional(String pointer, @Nullable String text, int longest) {
        return text == null ? null : required(pointer, text, longest);
    }

    private static String checked(String pointer, String text, int longest) {
        if (text.length() > longest) throw invalid(pointer, "the text is longer than " + longest + " characters");
        for (var at = 0; at < text.length(); at++) check(pointer, text, at, longest == LINE);
        return text;
    }

    private static void check(String pointer, String text, int at, boolean oneLine) {
        var unit = text.charAt(at);
        if (Character.isISOControl(unit) && (oneLine || BETWEEN_LINES.indexOf(unit) < 0))
            throw invalid(pointer, "the text has control characters");
        if (Character.isSurrogate(unit) && isHalf(text, at))
            throw invalid(pointer, "the text holds half of a character");
    }

    private static boolean isHalf(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }

    /** 1 to 64 different texts. */
    public static List<String> words(String pointer, List<@Nullable String> words) {
        if (words.isEmpty() || words.size() > LIST) throw invalid(pointer, "1 to 64 words are required here");
        var seen = new HashSet<String>();
        for (var i = 0; i < words.size(); i++)
            if (!seen.add(required(pointer + "/" + i, words.get(i), LINE)))
                throw invalid(pointer + "/" + i, "this word is there twice");
        return words.stream().map(String::valueOf).toList();
    }

    /** 1 to 64 different upper-case words. */
    public static List<String> statuses(String pointer, List<@Nullable String> statuses) {
        var words = words(pointer, statuses);
        for (var i = 0; i < words.size(); i++) status(pointer + "/" + i, words.get(i));
        return words;
    }

    /** An upper-case word such as PLEDGED. */
    public static String status(String pointer, @Nullable String status) {
        if (status == null || !STATUS.matcher(status).matches())
            throw invalid(pointer, "an upper-case word of at most 50 letters, digits and _ is required here");
        return status;
    }

    /** Whole days between 1 and 3,650 by name; null where some are to be taken away. */
    public static Map<String, @Nullable Integer> days(String pointer, @Nullable Map<String, @Nullable Integer> days) {
        if (days == null) return Map.of();
        if (days.size() > LIST) throw invalid(pointer, "at most 64 names are taken here");
        days.forEach((name, number) -> {
            if (number != null && (number < 1 || number > LONGEST_DAYS))
                throw invalid(pointer(pointer, name), "1 to 3,650 days are required here");
        });
        return days;
    }

    /** The pointer to a member of an object (RFC 6901). */
    public static String pointer(String object, String member) {
        return object + "/" + member.replace("~", "~0").replace("/", "~1");
    }

    /** The refusal of a value. */
    public static RuntimeException invalid(String pointer, String because) {
        return Code.INVALID.because(because).at(pointer).asException();
    }
}

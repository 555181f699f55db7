package io.stageline.query;

import static io.stageline.refusal.Code.INVALID_PARAMETER;

import io.stageline.refusal.Refused;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions of one question: text from constants, values apart; a filter that is not given adds nothing. */
public final class Filters {
    private static final int LONGEST_SEARCH = 200;

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> values = new HashMap<>();

    /** Adds the condition and the value of the parameter that it names, if there is a value. */
    public Filters when(@Nullable Object value, String condition, String name) {
        if (value == null) return this;
        values.put(name, value);
        return and(condition);
    }

    /** One more value for the conditions, if there is one. */
    public Filters bind(String name, @Nullable Object value) {
        if (value != null) values.put(name, value);
        return this;
    }

    public Filters and(String condition) {
        text.append("\n   AND ").append(condition);
        return this;
    }

    public String text() {
        return text.toString();
    }

    public Map<String, Object> values() {
        return values;
    }

    /** The filter's text, an empty one counting as none. */
    public static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** The pattern of a text that contains the search, whose own LIKE meta-characters mean themselves. */
    public static @Nullable String containing(@Nullable String search) {
        if (search == null) return null;
        if (search.length() > LONGEST_SEARCH) throw invalid("q", "at most " + LONGEST_SEARCH + " characters");
        var plain = search.toLowerCase(Locale.ROOT)
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_");
        return "%" + plain + "%";
    }

    /** Refuses a word that the filter cannot mean. */
    public static void checkWord(String name, @Nullable String word, Collection<String> known) {
        if (word != null && !known.contains(word)) throw invalid(name, "one of " + String.join(", ", known));
    }

    public static Refused invalid(String name, String mustBe) {
        return INVALID_PARAMETER
                .because("The parameter '" + name + "' must be " + mustBe + ".")
                .with("parameter", name)
                .asException();
    }
}

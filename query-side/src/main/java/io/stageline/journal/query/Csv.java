package io.stageline.journal.query;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records as RFC 4180 has them, in which no cell is taken for a formula. */
final class Csv {
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private final StringBuilder text;
    private boolean begun;

    Csv(int expected) {
        text = new StringBuilder(expected);
    }

    /** A cell that holds text, which may say anything. */
    Csv text(@Nullable String value) {
        if (value == null || value.isEmpty() || FORMULA.indexOf(value.charAt(0)) < 0) return cell(value);
        return cell("'" + value);
    }

    /** A cell that holds a number, a time or a word of ours. */
    Csv cell(@Nullable Object value) {
        if (begun) text.append(',');
        begun = true;
        var cell = Objects.toString(value, "");
        if (cell.chars().noneMatch(character -> "\",\r\n".indexOf(character) >= 0)) text.append(cell);
        else text.append('"').append(cell.replace("\"", "\"\"")).append('"');
        return this;
    }

    Csv end() {
        text.append("\r\n");
        begun = false;
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

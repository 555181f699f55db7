package io.stageline.alert.automation;

import io.stageline.alert.events.Condition.Term;
import io.stageline.signal.events.SignalEvent.SignalReceived;
import io.stageline.signal.write.SignalContent;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** The fields of a signal by name: those in clear, and by a pointer (RFC 6901) those of its data, which is opened only if one is asked for. */
record Fields(SignalReceived signal, Supplier<@Nullable SignalContent> content) {

    /** The field as a text; null when it is not there, or cannot be read any more. */
    @Nullable
    String text(String field) {
        return switch (field) {
            case "source" -> signal.source();
            case "type" -> signal.type();
            case "value" -> signal.value() == null ? null : String.valueOf(signal.value());
            case "subject" -> signal.about() == null ? null : String.valueOf(signal.about());
            default -> inData(field);
        };
    }

    private @Nullable String inData(String pointer) {
        var opened = content.get();
        var data = opened == null ? null : opened.data();
        if (data == null || !pointer.startsWith("/")) return null;
        JsonNode found = data.at(JsonPointer.compile(pointer));
        return found.isValueNode() && !found.isNull() ? found.asString() : null;
    }

    /** Whether all terms hold. */
    boolean meet(List<Term> terms) {
        return terms.stream().allMatch(this::meets);
    }

    private boolean meets(Term term) {
        var text = text(term.field());
        return switch (term.test()) {
            case PRESENT -> text != null;
            case MISSING -> text == null;
            case DIFFERS -> text != null && term.values().stream().noneMatch(value -> same(text, value));
            case EQUALS -> text != null && term.values().stream().anyMatch(value -> same(text, value));
            case BEGINS_WITH -> text != null && term.values().stream().anyMatch(text::startsWith);
            case ABOVE -> text != null && term.values().stream().anyMatch(value -> compared(text, value) == 1);
            case BELOW -> text != null && term.values().stream().anyMatch(value -> compared(text, value) == -1);
            case AT_LEAST ->
                text != null && term.values().stream().anyMatch(value -> isIn(compared(text, value), 0, 1));
            case AT_MOST ->
                text != null && term.values().stream().anyMatch(value -> isIn(compared(text, value), -1, 0));
        };
    }

    private static boolean same(String text, String value) {
        return text.equals(value) || compared(text, value) == 0;
    }

    private static boolean isIn(int sign, int from, int to) {
        return sign >= from && sign <= to;
    }

    /** The sign of the difference of two numbers; none of -1, 0 and 1 when one is no number. */
    private static int compared(String text, String value) {
        var one = number(text);
        var other = number(value);
        return one == null || other == null ? Integer.MAX_VALUE : Integer.signum(one.compareTo(other));
    }

    private static @Nullable BigDecimal number(String text) {
        if (text.isEmpty() || text.length() > 40 || text.chars().noneMatch(Character::isDigit)) return null;
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException other) {
            return null;
        }
    }
}

package io.stageline.signal.write;

import io.stageline.write.Values;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One signal as it is sent: the sender's own id makes its repetition change nothing, for ever. */
record SignalItem(
        String id,
        String type,
        Instant occurredAt,
        @Nullable String source,
        @Nullable String subject,
        @Nullable Double value,
        @Nullable JsonNode data) {

    /** What begins with this is said by the product itself, and is never taken from outside. */
    private static final String OURS = "stageline.";

    SignalItem {
        Values.required("/id", id, Values.LINE);
        checkedType(type);
        if (occurredAt == null) throw Values.invalid("/occurredAt", "a time is required here");
        Values.optional("/source", source, Values.LINE);
        Values.optional("/subject", subject, Values.LINE);
        checkedValue("/value", value);
    }

    static void checkedType(@Nullable String type) {
        if (Values.required("/type", type, Values.LINE).toLowerCase(Locale.ROOT).startsWith(OURS))
            throw Values.invalid("/type", "types that begin with stageline. are not taken from outside");
    }

    static void checkedValue(String pointer, @Nullable Double value) {
        if (value != null && !Double.isFinite(value)) throw Values.invalid(pointer, "the number is too large");
    }

    /** The signal; from this source, if it does not name another. */
    Signal signal(String sender) {
        var content = new SignalContent(id, subject, data == null || data.isNull() ? null : data, null);
        return new Signal(id, source == null ? sender : source, type, subject, value, occurredAt, content);
    }
}

package io.stageline.http;

import static io.stageline.refusal.Code.INVALID;

import io.stageline.refusal.Refused;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** A value that is written as a JSON string and nothing else, free of what PostgreSQL or UTF-8 cannot hold. */
final class StrictValue<T> extends StdScalarDeserializer<T> {
    static final String TIME = "a time with its offset such as 2026-03-01T09:30:00+01:00, of the years 1900 to 2199";
    private static final Pattern UUID_SHAPE =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern DECIMAL_SHAPE = Pattern.compile("-?[0-9]{1,16}(\\.[0-9]{1,10})?");
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final String meaning;
    private final transient Function<String, T> read;

    StrictValue(Class<T> type, String meaning, Function<String, T> read) {
        super(type);
        this.meaning = meaning;
        this.read = read;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) throw refused("must be " + meaning);
        try {
            return read.apply(clean(parser.getString()));
        } catch (DateTimeException | IllegalArgumentException notThat) {
            throw refused("must be " + meaning);
        }
    }

    static UUID uuid(String text) {
        if (!isUuid(text)) throw new IllegalArgumentException();
        return UUID.fromString(text);
    }

    static boolean isUuid(String text) {
        return UUID_SHAPE.matcher(text).matches();
    }

    /** Microseconds, as PostgreSQL keeps them, so that a time reads the same from the log and from a table. */
    static Instant instant(String text) {
        var instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        if (instant.isBefore(EARLIEST) || !instant.isBefore(LATEST)) throw new IllegalArgumentException();
        return instant;
    }

    static BigDecimal decimal(String text) {
        if (!DECIMAL_SHAPE.matcher(text).matches()) throw new IllegalArgumentException();
        return new BigDecimal(text);
    }

    private static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (character == 0) throw refused("cannot hold the character U+0000");
            if (!Character.isSurrogate(character)) continue;
            if (i + 1 == text.length() || !Character.isSurrogatePair(character, text.charAt(++i)))
                throw refused("holds half of a character (a lone surrogate)");
        }
        return text;
    }

    private static Refused refused(String because) {
        return INVALID.because("This value " + because + ".").asException();
    }
}

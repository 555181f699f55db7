package io.stageline.query;

import static io.stageline.refusal.Code.INVALID_PARAMETER;

import io.stageline.refusal.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The moment that an answer shows: now, the position after which nothing counts, or a time that is past. With both, what is
 * shown is that of the position, and ages are told from the time.
 */
public record When(@Nullable Long position, @Nullable Instant time) {
    public static final When NOW = new When(null, null);

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    /** The moment that the parameters {@code asOf} and {@code atPosition} name; now, if neither is given. */
    public static When of(@Nullable String asOf, @Nullable Long atPosition) {
        if (asOf != null && atPosition != null) throw refused("asOf", "left out where 'atPosition' is given");
        if (asOf != null) return at("asOf", asOf);
        return atPosition == null ? NOW : at("atPosition", atPosition);
    }

    /** A moment in one parameter: a position if it is all digits, else a time. */
    public static When read(String parameter, String text) {
        return text.matches("-?[0-9]{1,18}") ? at(parameter, Long.parseLong(text)) : at(parameter, text);
    }

    public boolean isNow() {
        return position == null && time == null;
    }

    /** Refuses a time in that parameter that is not past. */
    public void checkIsNotAfter(String parameter, Instant now) {
        if (time != null && time.isAfter(now)) throw refused(parameter, "a time that is not in the future");
    }

    private static When at(String parameter, long position) {
        if (position < 0) throw refused(parameter, "a position of the log, from 0 on");
        return new When(position, null);
    }

    private static When at(String parameter, String text) {
        try {
            var time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (!time.isBefore(EARLIEST)) return new When(null, time);
        } catch (DateTimeException notATime) {
            throw refused(parameter, "a time with its offset such as 2026-03-01T09:30:00Z");
        }
        throw refused(parameter, "a time since 1900");
    }

    private static Refused refused(String parameter, String mustBe) {
        return INVALID_PARAMETER
                .because("The parameter '" + parameter + "' must be " + mustBe + ".")
                .with("parameter", parameter)
                .asException();
    }
}

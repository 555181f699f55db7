package io.stageline.webhook.automation;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long to wait after each failed attempt but the last: never exactly, so that those who failed together do not return together. */
public record RetrySchedule(List<Integer> seconds) {
    /** Four waits, so five attempts, over two and a half hours. */
    public static final RetrySchedule USUAL = new RetrySchedule(List.of(5, 300, 1_800, 7_200));

    /** The longest time that a receiver may ask for. */
    static final Duration LONGEST = Duration.ofHours(24);

    private static final double JITTER = 0.2;
    private static final long MILLIS = 1_000;
    private static final int MOST_DIGITS = 9;
    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    /** The form of today, and two that a recipient must take too (RFC 9110, 5.6.7). */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            form("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
            form("EEE MMM ppd HH:mm:ss yyyy"));

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** How many attempts there are. */
    int attempts() {
        return seconds.size() + 1;
    }

    /** How long to wait after so many attempts; nothing when they were enough. A receiver's {@code Retry-After} is never shortened, up to a day. */
    Optional<Duration> after(int tries, @Nullable String retryAfter, Instant now, RandomGenerator random) {
        if (tries >= attempts()) return Optional.empty();
        var factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        var wait = Duration.ofMillis((long) (seconds.get(tries - 1) * MILLIS * factor));
        var asked = asked(retryAfter, now);
        return Optional.of(wait.compareTo(asked) < 0 ? asked : wait);
    }

    /** What the header asks for, as seconds or as a date (RFC 9110, 10.2.3); nothing when it says neither. */
    static Duration asked(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) return Duration.ZERO;
        var asked = SECONDS.matcher(retryAfter).matches() ? seconds(retryAfter) : until(retryAfter, now);
        if (asked.isNegative()) return Duration.ZERO;
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    private static Duration seconds(String digits) {
        return digits.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static Duration until(String date, Instant now) {
        for (var form : DATES)
            try {
                return Duration.between(now, Instant.from(form.parse(date)));
            } catch (DateTimeException another) {
                continue;
            }
        return Duration.ZERO;
    }
}

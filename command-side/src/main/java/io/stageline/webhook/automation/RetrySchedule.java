package io.stageline.webhook.automation;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long to wait after each failed attempt but the last: never exactly, so that those who failed together do not return together. */
public record RetrySchedule(List<Integer> seconds) {
    /** Four waits, so five attempts, over two and a half hours. */
    public static final RetrySchedule USUAL = new RetrySchedule(List.of(5, 300, 1_800, 7_200));

    /** The longest time that a receiver may ask for. */
    static final Duration LONGEST = Duration.ofHours(24);

    private static final double JITTER = 0.2;
    private static final long MILLIS = 1_000;

    /** When to try again after so many attempts; nothing when they were enough. A receiver's {@code Retry-After} is never shortened, up to a day. */
    Optional<Instant> after(int tries, @Nullable String retryAfter, Instant now, RandomGenerator random) {
        if (tries > seconds.size()) return Optional.empty();
        var factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        var wait = Duration.ofMillis((long) (seconds.get(tries - 1) * MILLIS * factor));
        var asked = asked(retryAfter, now);
        return Optional.of(now.plus(wait.compareTo(asked) < 0 ? asked : wait));
    }

    /** What the header asks for, as seconds or as a date (RFC 9110, 10.2.3); nothing when it says neither. */
    static Duration asked(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) return Duration.ZERO;
        var asked = retryAfter.matches("\\d{1,9}")
                ? Duration.ofSeconds(Long.parseLong(retryAfter))
                : until(retryAfter, now);
        if (asked.isNegative()) return Duration.ZERO;
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    private static Duration until(String date, Instant now) {
        try {
            return Duration.between(
                    now,
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException neither) {
            return Duration.ZERO;
        }
    }
}

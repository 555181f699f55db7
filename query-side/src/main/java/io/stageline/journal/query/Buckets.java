package io.stageline.journal.query;

import io.stageline.query.Filters;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Stretches of time, each a day, a week from Monday on or a month long: the last ones as they run in a time zone. */
record Buckets(Unit unit, int last, ZoneId zone) {
    private static final int MOST = 366;
    private static final int USUAL = 12;

    /** How long a bucket is. */
    enum Unit {
        day,
        week,
        month
    }

    /** The buckets that the parameters name; none without a unit, and then nothing else may be named. */
    static @Nullable Buckets of(@Nullable Unit unit, @Nullable Integer last, @Nullable String zone) {
        if (unit != null) return new Buckets(unit, checked(last == null ? USUAL : last), zone(zone));
        if (last != null || zone != null) throw Filters.invalid("buckets", "given where 'last' or 'zone' is");
        return null;
    }

    /** The first days of the buckets, oldest first, and the day after the last one, which holds the given moment. */
    List<LocalDate> bounds(Instant now) {
        var newest = start(LocalDate.ofInstant(now, zone));
        return IntStream.rangeClosed(1 - last, 1).mapToObj(n -> plus(newest, n)).toList();
    }

    /** The moments at which the days begin in the zone. */
    Instant[] moments(List<LocalDate> days) {
        return days.stream().map(day -> day.atStartOfDay(zone).toInstant()).toArray(Instant[]::new);
    }

    /** The moments at which the days begin where the days of decisions are kept. */
    static Instant[] days(List<LocalDate> days) {
        return days.stream()
                .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                .toArray(Instant[]::new);
    }

    private LocalDate start(LocalDate day) {
        return switch (unit) {
            case day -> day;
            case week -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case month -> day.withDayOfMonth(1);
        };
    }

    private LocalDate plus(LocalDate start, int n) {
        return switch (unit) {
            case day -> start.plusDays(n);
            case week -> start.plusWeeks(n);
            case month -> start.plusMonths(n);
        };
    }

    private static int checked(int last) {
        if (last < 1 || last > MOST) throw Filters.invalid("last", "from 1 to " + MOST);
        return last;
    }

    private static ZoneId zone(@Nullable String zone) {
        try {
            return zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw Filters.invalid("zone", "a time zone such as Europe/Berlin");
        }
    }
}

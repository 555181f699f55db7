package io.stageline.alert.automation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Scores the robust distance from what is usual at this hour of the week, of the day, or at all.
 *
 * <p>A modified z-score (Iglewicz, Hoaglin 1993) against the finest of the three seasons that has been seen often enough;
 * which hours differ is learnt from the time stamps (UTC).
 */
final class SeasonalDetector implements Detector {
    private static final int HOURS = 24;
    private static final int DAYS = 7;
    private static final int HOURS_OF_WEEK = HOURS * DAYS;
    private static final int ENOUGH = 30;
    /** The distance, in spreads, that scores one half. */
    private static final double NOTEWORTHY = 5;

    /** One for each hour of the week, then one for each hour of the day, then one for all. */
    private final Usual[] usual = new Usual[HOURS_OF_WEEK + HOURS + 1];

    private final Rest rest;

    SeasonalDetector() {
        Arrays.setAll(usual, i -> new Usual());
        rest = new Rest();
    }

    SeasonalDetector(Numbers from) {
        Arrays.setAll(usual, i -> Usual.read(from));
        rest = Rest.read(from);
    }

    @Override
    public Assessment step(Instant occurredAt, double value) {
        OffsetDateTime time = occurredAt.atOffset(ZoneOffset.UTC);
        int hourOfWeek = (time.getDayOfWeek().getValue() - 1) * HOURS + time.getHour();
        Usual week = usual[hourOfWeek];
        Usual day = usual[HOURS_OF_WEEK + time.getHour()];
        Usual all = usual[HOURS_OF_WEEK + HOURS];
        Usual finest = known(week) ? week : known(day) ? day : all;
        String season = known(week) ? "hourOfWeek" : known(day) ? "hourOfDay" : "all";
        Assessment assessment =
                known(finest) ? assess(finest, season, value) : Assessment.learning(DetectorMethod.SEASONAL, value);
        week.learn(value);
        day.learn(value);
        all.learn(value);
        return assessment;
    }

    private static boolean known(Usual usual) {
        return usual.count() >= ENOUGH;
    }

    private Assessment assess(Usual season, String name, double value) {
        double distance = Deviations.of(value - season.centre(), season.spread());
        double told = rest.filter(distance);
        Explanation why = Explanation.of(DetectorMethod.SEASONAL, season.centre(), season.spread(), value);
        return new Assessment(told / (told + NOTEWORTHY), season.centre(), why.with(name, distance));
    }

    @Override
    public DetectorState state() {
        Numbers numbers = new Numbers();
        for (Usual one : usual) one.write(numbers);
        rest.write(numbers);
        return numbers.as(DetectorMethod.SEASONAL);
    }
}

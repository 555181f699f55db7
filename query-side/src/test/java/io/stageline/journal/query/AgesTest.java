package io.stageline.journal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.journal.events.Staleness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.000001Z");

    @ParameterizedTest
    @CsvSource({"0,fresh", "6,fresh", "7,aging", "29,aging", "30,stale", "89,stale", "90,very_stale", "4000,very_stale"
    })
    void freshness_is_told_at_6_7_29_30_89_90_days(int days, Staleness level) {
        var at = micros(NOW.minus(Duration.ofDays(days)));
        assertThat(new Ages(NOW).days(at)).isEqualTo(days);
        assertThat(Ages.level(days)).isEqualTo(level).isEqualTo(Staleness.of(NOW.minus(Duration.ofDays(days)), NOW));
        assertThat(new Ages(NOW.minusNanos(1_000)).days(at)).isEqualTo(Math.max(0, days - 1));
    }

    @Test
    void an_answer_holds_until_the_next_day_is_full() {
        var at = NOW.minus(Duration.ofDays(6)).minusSeconds(10);
        var ages = new Ages(NOW);
        ages.days(micros(at));
        assertThat(ages.until()).isEqualTo(micros(at.plus(Duration.ofDays(7))));
        ages.days(micros(at), 20);
        assertThat(ages.until()).isEqualTo(micros(at.plus(Duration.ofDays(7)).minusSeconds(20)));
        ages.days(micros(at.minusSeconds(86_000)));
        assertThat(ages.until()).isEqualTo(micros(at.plus(Duration.ofDays(7)).minusSeconds(86_000)));
        assertThat(new Ages(NOW).until()).isZero();
    }

    @Test
    void every_age_holds_until_it_says_so_and_not_a_microsecond_longer() {
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++) {
            var since = micros(NOW) - random.nextLong(400L * 86_400_000_000L) + 2 * 86_400_000_000L;
            var before = random.nextInt(1_000_000);
            var ages = new Ages(NOW);
            var days = ages.days(since, before);
            assertThat(at(ages.until() - 1).days(since, before)).isEqualTo(days);
            assertThat(at(ages.until()).days(since, before)).isEqualTo(days + 1);
        }
    }

    @Test
    void an_age_that_is_full_stays_so() {
        var ages = new Ages(NOW);
        assertThat(ages.isFull(14, micros(NOW.minus(Duration.ofDays(14))))).isTrue();
        assertThat(ages.until()).isZero();
        assertThat(ages.isFull(14, micros(NOW.minus(Duration.ofDays(14)).plusNanos(1_000))))
                .isFalse();
        assertThat(ages.until()).isEqualTo(micros(NOW) + 1);
    }

    @Test
    void what_lies_ahead_is_no_days_ago() {
        assertThat(new Ages(NOW).days(micros(NOW.plus(Duration.ofDays(3))))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"})
    void ages_do_not_care_for_time_zones_or_summer_time(String zone) {
        var before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            // Between the two lie days of 23 hours, one in New York and one in Berlin.
            var at = Instant.parse("2026-03-07T23:30:00Z");
            var week = new Ages(at.plus(Duration.ofDays(30)));
            assertThat(week.days(micros(at))).isEqualTo(30);
            assertThat(new Ages(at.plus(Duration.ofDays(30)).minusNanos(1_000)).days(micros(at)))
                    .isEqualTo(29);
            assertThat(written(micros(at))).isEqualTo("\"2026-03-07T23:30:00Z\"");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void a_time_is_written_as_the_calendar_says() {
        var random = new Random(2);
        for (var i = 0; i < 100_000; i++) {
            var at = Instant.ofEpochSecond(random.nextLong(-62_167_219_200L, 253_402_300_800L))
                    .plus(i % 3 == 0 ? random.nextInt(1_000_000) : i % 3 * 123_000L, ChronoUnit.MICROS);
            assertThat(written(micros(at))).isEqualTo('"' + at.toString() + '"');
        }
        assertThat(written(micros(Instant.parse("+12026-03-07T23:30:00Z")))).isEqualTo("\"+12026-03-07T23:30:00Z\"");
        assertThat(written(micros(Instant.parse("-0001-03-07T23:30:00Z")))).isEqualTo("\"-0001-03-07T23:30:00Z\"");
    }

    private static Ages at(long micros) {
        return new Ages(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private static String written(long micros) {
        return new String(new JsonBytes(8).time(micros).toArray(), StandardCharsets.UTF_8);
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }
}

package io.stageline.journal.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decision means for the one before it (S1-P3). */
class ChangeClassTest {

    @ParameterizedTest(name = "{0} → {1}: {2}")
    @CsvSource({
        "PLEDGED,   PAUSED,    pause",
        "PLEDGED,   LAPSED,    lapse",
        "PLEDGED,   CANCELLED, cancel",
        "PLEDGED,   DECLINED,  cancel",
        "PAUSED,    PLEDGED,   resume",
        "PAUSED,    PAUSED,    neutral",
        "PAUSED,    LAPSED,    lapse",
        "PAUSED,    CANCELLED, cancel",
        "LAPSED,    PLEDGED,   new",
        "LAPSED,    PAUSED,    pause",
        "LAPSED,    LAPSED,    neutral",
        "LAPSED,    DECLINED,  cancel",
        "CANCELLED, PLEDGED,   new",
        "CANCELLED, PAUSED,    pause",
        "CANCELLED, LAPSED,    lapse",
        "DECLINED,  CANCELLED, neutral",
        "PLEDGED,   PROMISED,  neutral",
        "PAUSED,    PROMISED,  resume"
    })
    void the_class_is_told_by_the_two_statuses(String before, String after, String change) {
        assertThat(ChangeClass.between(terms(before, "10", "EUR", "MONTHLY"), terms(after, "10", "EUR", "MONTHLY"))
                        .word())
                .isEqualTo(change);
    }

    @ParameterizedTest(name = "{0} {1} → {2} {3}: {4}")
    @CsvSource({
        "10,   MONTHLY,   20,    MONTHLY,   upgrade",
        "20,   MONTHLY,   10,    MONTHLY,   downgrade",
        "10,   MONTHLY,   10.00, MONTHLY,   neutral",
        "10,   MONTHLY,   120,   YEARLY,    neutral",
        "10,   MONTHLY,   121,   YEARLY,    upgrade",
        "1,    WEEKLY,    4.33,  MONTHLY,   downgrade",
        "3,    WEEKLY,    39,    QUARTERLY, neutral",
        "100,  ONE_TIME,  200,   ONE_TIME,  upgrade",
        "100,  ONE_TIME,  50,    ONE_TIME,  downgrade",
        "1000, ONE_TIME,  1,     MONTHLY,   upgrade",
        "1,    MONTHLY,   1000,  ONE_TIME,  downgrade",
        ",     MONTHLY,   5,     MONTHLY,   upgrade",
        "5,    ONE_TIME,  ,      ONE_TIME,  downgrade",
        ",     MONTHLY,   ,      YEARLY,    neutral"
    })
    void two_pledges_are_compared_by_what_comes_in_per_year(
            String amount, String cadence, String newAmount, String newCadence, String change) {
        assertThat(ChangeClass.between(
                                terms("PLEDGED", amount, "EUR", cadence),
                                terms("PLEDGED", newAmount, "EUR", newCadence))
                        .word())
                .isEqualTo(change);
    }

    @Test
    void amounts_of_different_currencies_are_not_compared() {
        assertThat(ChangeClass.between(
                        terms("PLEDGED", "10", "EUR", "MONTHLY"), terms("PLEDGED", "99", "USD", "MONTHLY")))
                .isEqualTo(ChangeClass.NEUTRAL);
    }

    @ParameterizedTest
    @CsvSource({"PLEDGED", "PAUSED", "CANCELLED"})
    void the_first_decision_is_new(String status) {
        assertThat(ChangeClass.between(null, terms(status, "1", "EUR", "MONTHLY")))
                .isEqualTo(ChangeClass.NEW);
    }

    private static Terms terms(String status, String amount, String currency, String cadence) {
        var number = amount == null ? null : new BigDecimal(amount);
        return new Terms(status, number, currency, cadence, LocalDate.of(2026, 2, 1));
    }
}

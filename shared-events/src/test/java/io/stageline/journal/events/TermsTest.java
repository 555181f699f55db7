package io.stageline.journal.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {

    @ParameterizedTest(name = "{0} {1} is {2} a month")
    @CsvSource({
        "12.5,    MONTHLY,   12.50",
        "600,     YEARLY,    50.00",
        "10,      WEEKLY,    43.33",
        "100,     QUARTERLY, 33.33",
        "0.06,    YEARLY,    0.00",
        "0.18,    YEARLY,    0.02",
        "0.01,    WEEKLY,    0.04",
        "500,     ONE_TIME,  ",
        ",        MONTHLY,   "
    })
    void what_comes_in_per_month_is_rounded_to_the_nearest_even_cent(
            @Nullable String amount, String cadence, @Nullable String monthly) {
        assertThat(terms("PLEDGED", amount, cadence).monthlyAmount()).isEqualTo(number(monthly));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"PLEDGED, 50.00", "PROMISED, 50.00", "PAUSED,", "LAPSED,", "CANCELLED,", "DECLINED,"})
    void money_is_pledged_unless_the_status_pauses_or_ends(String status, @Nullable String pledged) {
        assertThat(terms(status, "600", "YEARLY").pledgedPerMonth()).isEqualTo(number(pledged));
    }

    @ParameterizedTest
    @CsvSource({"5, 5.00", "5.005, 5.00", "5.015, 5.02", "1E+3, 1000.00"})
    void an_amount_has_two_decimals(String given, String kept) {
        assertThat(terms("PLEDGED", given, "MONTHLY").amount()).isEqualTo(number(kept));
    }

    private static Terms terms(String status, @Nullable String amount, String cadence) {
        return new Terms(status, number(amount), "EUR", cadence, LocalDate.of(2026, 2, 1));
    }

    private static @Nullable BigDecimal number(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }
}

package io.stageline.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "2011-10-01T00:38:44.546+02:00, 2011-09-30T22:38:44.546Z",
        "2011-10-11 13:45:40.276000+02:00, 2011-10-11T11:45:40.276Z",
        "2011-10-11T13:45:40Z, 2011-10-11T13:45:40Z",
        "2011-10-11T13:45-0330, 2011-10-11T17:15:00Z",
        "2011-10-11T13:45:40.123456789123+01, 2011-10-11T12:45:40.123456789Z",
        "2012-02-29T23:59:59.9-12:00, 2012-03-01T11:59:59.900Z",
    })
    void a_time_with_an_offset_is_an_instant(String text, String instant) throws BadRow {
        assertThat(Times.parse(text)).isEqualTo(Instant.parse(instant));
    }

    @Test
    void a_time_without_a_zone_is_refused_by_its_own_code() {
        assertThatExceptionOfType(BadRow.class)
                .isThrownBy(() -> Times.parse("2011-10-11T13:45:40"))
                .matches(bad -> bad.code().equals("time-without-zone"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2011-13-01T00:00:00Z",
                "2011-02-29T00:00:00Z",
                "11.10.2011 13:45",
                "1318340740",
                "2011-10-11T24:00:00Z",
                "2011-10-11T13:45:40+99:00",
                "2011-10-11T13:45:40Zulu",
                "2011-10-11T13:45:٤٠Z"
            })
    void anything_else_is_refused(String text) {
        assertThatExceptionOfType(BadRow.class)
                .isThrownBy(() -> Times.parse(text))
                .matches(bad -> bad.code().equals("time-malformed"));
    }
}

package io.stageline.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFromTextTest {
    @Property
    void what_a_time_says_of_itself_is_read_back(
            @ForAll @LongRange(min = -2_208_988_800L, max = 7_258_118_399L) long second,
            @ForAll @IntRange(max = 999_999_999) int nanos) {
        var time = Instant.ofEpochSecond(second, nanos);
        assertThat(TimeFromText.quick(time.toString())).isEqualTo(time);
        var inMicros = Instant.ofEpochSecond(second, nanos / 1_000 * 1_000);
        assertThat(TimeFromText.quick(inMicros.toString())).isEqualTo(inMicros);
        var whole = Instant.ofEpochSecond(second);
        assertThat(TimeFromText.quick(whole.toString())).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-03-01T12:00:00",
                "2026-03-01T12:00:00.Z",
                "2026-03-01T12:00:00+01:00",
                "2026-02-30T12:00:00Z",
                "2026-13-01T12:00:00Z",
                "2026-03-01T24:00:00Z",
                "2026-03-01 12:00:00Z",
                "2026-03-01T12:00:00.1234567890Z",
                "2026-03-01T12:00:0xZ",
                "+10000-03-01T12:00:00Z"
            })
    void what_is_written_otherwise_is_left_to_the_formatter(String text) {
        assertThat(TimeFromText.quick(text)).isNull();
    }
}

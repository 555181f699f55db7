package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The long crash run by one command: {@code mvn -q verify -Pcrash -Dkills=200 -Dseed=1}. */
@Tag("crash")
class LongCrashTest {

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void whatever_dies_hundreds_of_times_nothing_answered_is_lost_doubled_or_out_of_order() throws Exception {
        var given = System.getProperty("seed", "");
        var seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        var clean = CrashMain.run(Integer.getInteger("kills", 200), seed, Duration.ofDays(1));
        assertThat(clean).isTrue();
    }
}

package io.stageline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.whole.Seed;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short crash run of every build; {@link CrashMain} is the long one. */
class CrashTest {
    private static final int KILLS = 15;
    private static final Duration AT_MOST = Duration.ofSeconds(120);

    @Test
    @Timeout(600)
    @SuppressWarnings("SystemOut")
    void whatever_dies_nothing_answered_is_lost_doubled_or_out_of_order(@TempDir Path directory) throws Exception {
        try (var run = new CrashRun(directory, Seed.of(CrashTest.class), System.out)) {
            var report = run.run(KILLS, AT_MOST);
            System.out.print(report);
            assertThat(report.isClean()).as("%s", report).isTrue();
            assertThat(report.kills()).isGreaterThan(2);
        }
    }
}

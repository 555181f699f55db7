package io.stageline.cli.nab;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.alert.automation.DetectorMethod;
import io.stageline.cli.Console;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The detection quality that was reached on the benchmark's 28 public series is not lost again. */
@Tag("real-data")
class NabDataTest {
    private static final Path NAB = Path.of(System.getProperty("stageline.root", ""))
            .toAbsolutePath()
            .resolve(System.getProperty("stageline.data", ""))
            .resolve("nab");
    private static final Console SILENT =
            new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), false);

    private final List<Series> series = NabFolder.read(NAB);

    @Test
    void the_folder_holds_28_series_with_36_windows() {
        assertThat(series).hasSize(28);
        assertThat(series.stream().mapToInt(it -> it.windows().size()).sum()).isEqualTo(36);
        assertThat(Series.rows(series)).isEqualTo(112_092);
    }

    @Test
    void the_novelty_detector_keeps_its_scores() {
        Outcome outcome = outcome(DetectorMethod.NOVELTY);
        assertThat(outcome.score(Profile.STANDARD)).isGreaterThan(78);
        assertThat(outcome.score(Profile.REWARD_LOW_FP_RATE)).isGreaterThan(73.5);
        assertThat(outcome.score(Profile.REWARD_LOW_FN_RATE)).isGreaterThan(81.5);
        assertThat(outcome.score(Profile.STANDARD, Outcome.FIXED)).isGreaterThan(77.5);
    }

    private Outcome outcome(DetectorMethod method) {
        try (NabWatch watch = new NabWatch(SILENT, Series.rows(series))) {
            return Outcome.of(method, series, watch);
        }
    }
}

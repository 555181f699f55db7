package io.stageline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final RowReport FIRST = Reports.of("P2", "2026-03-01T10:00:00Z", false);
    private static final RowReport LATER = Reports.of("P14", "2026-03-02T10:00:00Z", false);

    private final Path root;

    ResultsTest(@TempDir Path root) throws IOException {
        this.root = root;
        Files.writeString(root.resolve("README.md"), "<!-- bench -->\n<!-- /bench -->\n");
    }

    @Test
    void rows_of_two_days_stand_in_one_table_and_are_read_back_as_they_were() throws IOException {
        assertThat(new Results(root, null, true).keep(LATER)).isTrue();
        assertThat(new Results(root, null, true).keep(FIRST)).isTrue();
        assertThat(Results.all(root.resolve("benchmarks/results"))).containsExactly(FIRST, LATER);
        assertThat(readme()).contains("**P2**", "2026-03-01", "**P14**", "2026-03-02");
        assertThat(root.resolve("benchmarks/results/rows.png")).isNotEmptyFile();
    }

    @Test
    void a_disturbed_row_leaves_what_was_published() throws IOException {
        new Results(root, null, true).keep(FIRST);
        var before = readme();
        assertThat(new Results(root, null, true).keep(Reports.of("P2", "2026-03-03T10:00:00Z", true)))
                .isFalse();
        assertThat(readme()).isEqualTo(before);
        assertThat(Results.all(root.resolve("benchmarks/results"))).containsExactly(FIRST);
    }

    @Test
    void what_is_not_published_stays_out_of_the_checkout() throws IOException {
        var before = readme();
        assertThat(new Results(root, null, false).keep(FIRST)).isTrue();
        assertThat(readme()).isEqualTo(before);
        assertThat(root.resolve("benchmarks/results")).doesNotExist();
    }

    private String readme() throws IOException {
        return Files.readString(root.resolve("README.md"));
    }
}

package io.stageline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {
    private static final RowReport FIRST = Reports.of("P1", "2026-03-01T10:00:00Z", false);
    private static final RowReport LATER = Reports.of("P14", "2026-03-02T10:00:00Z", false);

    @Test
    void only_what_stands_between_the_markers_is_replaced() {
        var page = Markdown.into("before\n<!-- bench -->\nyesterday\n<!-- /bench -->\nafter\n", List.of(FIRST));
        assertThat(page)
                .startsWith("before\n<!-- bench -->\n")
                .endsWith("<!-- /bench -->\nafter\n")
                .doesNotContain("yesterday");
    }

    @Test
    void each_row_tells_when_and_how_long_it_was_measured() {
        var page = Markdown.into("<!-- bench -->\n<!-- /bench -->", List.of(FIRST, LATER));
        assertThat(page)
                .contains("**P1** | How fast? (2026-03-01, commit abc1234, 5 × 30 s)")
                .contains("**P14** | How fast? (2026-03-02, commit abc1234, 5 × 30 s)")
                .contains("PostgreSQL 18.6")
                .contains("| | this ÷ that | ≥ 1 | **2.00 (1.00–3.00)** |")
                .contains("| | a number |  | 7.00 (7.00–7.00) |");
    }

    @Test
    void rows_stand_in_the_order_of_their_numbers_and_one_without_a_number_comes_last() {
        assertThat(FIRST.number()).isLessThan(LATER.number());
        assertThat(LATER.number())
                .isLessThan(Reports.of("Pareto", "2026-03-02T10:00:00Z", false).number());
    }

    @Test
    void a_page_without_the_markers_is_left_alone() {
        assertThatIllegalStateException().isThrownBy(() -> Markdown.into("nothing", List.of(FIRST)));
    }
}

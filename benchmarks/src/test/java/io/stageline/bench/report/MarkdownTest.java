package io.stageline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.stageline.bench.frame.Plan;
import io.stageline.bench.host.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownTest {
    private static final Report REPORT = new Report(
            Instant.parse("2026-03-01T10:00:00Z"),
            Instant.parse("2026-03-01T11:00:00Z"),
            new Machine(2, 0.1, "Linux", "OpenJDK 17", "abc1234"),
            new Plan(5, Duration.ofSeconds(30), Duration.ofSeconds(20)),
            Map.of("server_version", "18.6"),
            List.of());

    @Test
    void only_what_stands_between_the_markers_is_replaced() {
        var page = Markdown.into("before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n", REPORT);

        assertThat(page)
                .startsWith("before\n<!-- bench -->\n")
                .endsWith("<!-- /bench -->\nafter\n")
                .contains("2026-03-01", "abc1234", "5 rounds of 30 s", "PostgreSQL 18.6")
                .doesNotContain("old");
    }

    @Test
    void a_page_without_the_markers_is_left_alone() {
        assertThatIllegalStateException().isThrownBy(() -> Markdown.into("nothing", REPORT));
    }
}

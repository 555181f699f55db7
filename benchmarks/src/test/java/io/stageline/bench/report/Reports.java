package io.stageline.bench.report;

import io.stageline.bench.frame.Spread;
import io.stageline.bench.host.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reports as a run would make them. */
final class Reports {
    private static final Spread SEVEN = new Spread(7, 7, 7);

    private Reports() {}

    static RowReport of(String name, String began, boolean disturbed) {
        return new RowReport(
                name,
                "How fast?",
                Instant.parse(began),
                Instant.parse(began).plusSeconds(600),
                new Machine(2, 0.1, "Linux", "OpenJDK 17", "abc1234"),
                5,
                30,
                20,
                Map.of("server_version", "18.6"),
                disturbed,
                List.of(
                        new RowReport.Answer("this ÷ that", "≥ 1", 2.0, new Spread(2, 1, 3)),
                        new RowReport.Answer("a number", "", null, SEVEN)),
                Map.of("this", new RowReport.Work(SEVEN, SEVEN, SEVEN, SEVEN)),
                List.of());
    }
}

package io.stageline.bench.report;

import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.Numbers;
import io.stageline.bench.frame.RowResult;
import io.stageline.bench.frame.Sample;
import io.stageline.bench.frame.Spread;
import io.stageline.bench.host.Guard;
import java.io.PrintStream;

/** The table that a person reads when the run is over. */
public final class Terminal {
    private Terminal() {}

    public static void print(Report report, PrintStream out) {
        for (var row : report.rows()) {
            out.println();
            out.println("%s  %s".formatted(row.row().name(), row.row().question()));
            row.figures().forEach((figure, spread) -> out.println(line(figure, spread)));
            row.sides().forEach(side -> out.println(line(row, side)));
            if (Guard.isBusy(row.outside()))
                out.println("    BUSY: others used up to %.0f %% of a processor".formatted(row.outside() * 100));
        }
        out.println();
    }

    private static String line(Figure figure, Spread spread) {
        var verdict = !figure.target().isSet() ? "" : figure.target().isMetBy(spread.median()) ? "met" : "missed";
        return "    %-46s %-30s %-8s %s".formatted(figure.name(), Numbers.of(spread), figure.target(), verdict);
    }

    private static String line(RowResult row, String side) {
        return "        %-24s %s/s   p50 %s ms   p99 %s ms   %s µs CPU"
                .formatted(
                        side,
                        Numbers.of(row.of(side, Sample::perSecond)),
                        Numbers.of(row.of(side, Sample::p50)),
                        Numbers.of(row.of(side, Sample::p99)),
                        Numbers.of(row.of(side, Sample::cpuMicros)));
    }
}

package io.stageline.bench.report;

import io.stageline.bench.frame.Numbers;
import java.io.PrintStream;

/** The table that a person reads when a row is over. */
public final class Terminal {
    private Terminal() {}

    public static void print(RowReport row, PrintStream out) {
        out.println();
        out.println("%s  %s".formatted(row.name(), row.question()));
        row.figures().forEach(figure -> out.println(line(figure)));
        row.sides().forEach((side, work) -> out.println(line(side, work)));
        if (row.disturbed()) out.println("    BUSY: something else used the machine meanwhile");
        out.println();
    }

    private static String line(RowReport.Answer figure) {
        var verdict = figure.reach() == null ? "" : figure.isMet() ? "met" : "missed";
        return "    %-46s %-30s %-8s %s".formatted(figure.name(), Numbers.of(figure.value()), figure.target(), verdict);
    }

    private static String line(String side, RowReport.Work work) {
        return "        %-24s %s/s   p50 %s ms   p99 %s ms   %s µs CPU"
                .formatted(
                        side,
                        Numbers.of(work.perSecond()),
                        Numbers.of(work.p50()),
                        Numbers.of(work.p99()),
                        Numbers.of(work.cpuMicros()));
    }
}

package io.stageline.bench.report;

import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.Numbers;
import io.stageline.bench.frame.RowResult;
import io.stageline.bench.frame.Sample;
import io.stageline.bench.frame.Spread;
import java.time.ZoneOffset;
import java.util.stream.Collectors;

/** The table as the README shows it, between its two markers. */
final class Markdown {
    private static final String START = "<!-- bench -->\n";
    private static final String END = "<!-- /bench -->";
    private static final String PICTURE = "\n![How far each figure reaches](benchmarks/results/latest.png)\n";

    private Markdown() {}

    /** The page with this report between its markers. */
    static String into(String page, Report report) {
        var from = page.indexOf(START);
        var to = page.indexOf(END);
        if (from < 0 || to < from) throw new IllegalStateException("the page lacks " + START.strip() + " or " + END);
        return page.substring(0, from + START.length()) + table(report) + page.substring(to);
    }

    private static String table(Report report) {
        var machine = report.machine();
        var intro = """
                Measured on %s at commit %s: %d rounds of %d s after %d s of warm-up, %d processors shared by server, \
                database and load, %s, PostgreSQL %s with durable commits. Median, and in brackets the range of all rounds.

                | | | target | measured |
                |---|---|---|---|
                """.formatted(
                        report.began().atZone(ZoneOffset.UTC).toLocalDate(),
                        machine.commit(),
                        report.plan().rounds(),
                        report.plan().turn().toSeconds(),
                        report.plan().warmUp().toSeconds(),
                        machine.processors(),
                        machine.java(),
                        report.settings().get("server_version"));
        return intro + report.rows().stream().map(Markdown::lines).collect(Collectors.joining()) + PICTURE;
    }

    private static String lines(RowResult row) {
        var figures = row.figures().entrySet().stream()
                .map(figure -> line(figure.getKey(), figure.getValue()))
                .collect(Collectors.joining());
        var sides = row.sides().stream()
                .map(side ->
                        side + " " + Numbers.of(row.of(side, Sample::perSecond).median()) + "/s")
                .collect(Collectors.joining(", "));
        return "| **%s** | %s | | %s |\n".formatted(row.row().name(), row.row().question(), sides) + figures;
    }

    private static String line(Figure figure, Spread spread) {
        var reached = figure.target().isSet() && figure.target().isMetBy(spread.median());
        var value = Numbers.of(spread);
        return "| | %s | %s | %s |\n".formatted(figure.name(), figure.target(), reached ? "**" + value + "**" : value);
    }
}

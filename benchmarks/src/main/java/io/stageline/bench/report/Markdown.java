package io.stageline.bench.report;

import io.stageline.bench.frame.Numbers;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The table as the README shows it, between its two markers. */
final class Markdown {
    private static final String START = "<!-- bench -->\n";
    private static final String END = "<!-- /bench -->";
    private static final String PICTURE = "\n![How far each figure reaches](benchmarks/results/rows.png)\n";
    private static final String INTRO = """
            Medians, and in brackets the ranges of all rounds; %d processors shared by server, database and load, %s, \
            PostgreSQL %s with durable commits. Bold is what reaches its target.

            | | | target | measured |
            |---|---|---|---|
            """;

    private Markdown() {}

    /** The page with these rows between its markers. */
    static String into(String page, List<RowReport> rows) {
        var from = page.indexOf(START);
        var to = page.indexOf(END);
        if (from < 0 || to < from) throw new IllegalStateException("the page lacks " + START.strip() + " or " + END);
        return page.substring(0, from + START.length()) + table(rows) + page.substring(to);
    }

    private static String table(List<RowReport> rows) {
        var newest = rows.stream().max(Comparator.comparing(RowReport::began)).orElseThrow();
        var intro = INTRO.formatted(
                newest.machine().processors(),
                newest.machine().java(),
                newest.postgres().get("server_version"));
        return intro + rows.stream().map(Markdown::lines).collect(Collectors.joining()) + PICTURE;
    }

    private static String lines(RowReport row) {
        var sides = row.sides().entrySet().stream()
                .map(side -> side.getKey() + " "
                        + Numbers.of(side.getValue().perSecond().median()) + "/s")
                .collect(Collectors.joining(", "));
        var when = "%s, commit %s, %d × %d s"
                .formatted(
                        row.began().atZone(ZoneOffset.UTC).toLocalDate(),
                        row.machine().commit(),
                        row.rounds(),
                        row.seconds());
        return "| **%s** | %s (%s) | | %s |\n".formatted(row.name(), row.question(), when, sides)
                + row.figures().stream().map(Markdown::line).collect(Collectors.joining());
    }

    private static String line(RowReport.Answer figure) {
        var value = Numbers.of(figure.value());
        return "| | %s | %s | %s |\n"
                .formatted(figure.name(), figure.target(), figure.isMet() ? "**" + value + "**" : value);
    }
}

package io.stageline.cli.importing;

import io.stageline.cli.Console;
import io.stageline.cli.batch.Tally;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The end of an import: what was read, what became of it, and how fast. */
record ImportReport(String journal, long read, Tally tally, Refused refused, long nanos) {

    boolean complete() {
        return refused.count() == 0;
    }

    void print(Console console, boolean asJson) {
        if (asJson) console.say(json());
        else text(console);
    }

    private void text(Console console) {
        String rate = String.format(Locale.ROOT, "%,.0f rows/s in %.1f s", rate(), nanos / 1e9);
        console.say("rows        %,12d   %s".formatted(read, rate));
        console.say("accepted    %,12d".formatted(tally.accepted()));
        console.say("unchanged   %,12d%s".formatted(tally.unchanged(), nothingNew() ? "   nothing new: every row was already there" : ""));
        console.say("refused     %,12d".formatted(refused.count()));
        console.say("entries     %,12d".formatted(tally.entries()));
        console.say("decisions   %,12d".formatted(tally.decisions()));
        console.say("journal     " + journal);
        refused.print(console);
    }

    private boolean nothingNew() {
        return read > 0 && tally.accepted() == 0 && refused.count() == 0;
    }

    private double rate() {
        return read / (nanos / 1e9);
    }

    private String json() {
        ObjectNode report = new JsonMapper().createObjectNode().put("journalId", journal);
        report.put("rows", read).put("accepted", tally.accepted()).put("unchanged", tally.unchanged());
        report.put("refused", refused.count()).put("entries", tally.entries()).put("decisions", tally.decisions());
        report.put("seconds", nanos / 1e9).put("rowsPerSecond", rate());
        refused.first().forEach(line -> report.withArray("refusedLines")
                .addObject()
                .put("line", line.line())
                .put("code", line.code())
                .put("detail", line.detail()));
        return report.toString();
    }
}

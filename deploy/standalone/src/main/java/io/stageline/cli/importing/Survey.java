package io.stageline.cli.importing;

import io.stageline.cli.Console;
import io.stageline.standalone.Refusal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a file holds, found by reading it without sending anything. */
final class Survey {
    static final int MOST_STAGES = 64;

    private final Map<String, Long> stages = new LinkedHashMap<>();
    private final Repeats contacts = new Repeats();
    private long rows;
    private long decisions;

    static Survey of(RowSource source, Set<String> decisive, Refused refused) throws IOException {
        Survey survey = new Survey();
        RowReader reader = new RowReader(source, decisive, refused);
        for (Row row = reader.next(); row != null; row = reader.next()) survey.add(row, decisive);
        survey.rows = reader.read();
        return survey;
    }

    /** The stages of rows that are in memory already. */
    static Survey of(Window window) {
        Survey survey = new Survey();
        window.contacts().stream()
                .flatMap(List::stream)
                .sorted((one, other) -> Long.compare(one.line(), other.line()))
                .forEach(row -> survey.add(row, Set.of()));
        return survey;
    }

    private void add(Row row, Set<String> decisive) {
        rows++;
        contacts.seen(Repeats.hash(row.contact(), 0));
        if (decisive.contains(row.stage())) decisions++;
        stages.merge(row.stage(), 1L, Long::sum);
        if (stages.size() > MOST_STAGES)
            throw Refusal.wrongUse(
                    "More than 64 different stages by line " + row.line() + ": is --stage the right column?");
    }

    void print(Console console, Refused refused, boolean asJson) {
        if (asJson) console.say(json(refused));
        else text(console, refused);
    }

    private void text(Console console, Refused refused) {
        console.say("dry run: nothing was sent");
        console.say("rows %,d, contacts %,d, decisions %,d, refused %,d"
                .formatted(rows, contacts(), decisions, refused.count()));
        stages.forEach((stage, count) -> console.say("  %-40s %,12d".formatted(stage, count)));
        refused.print(console);
    }

    private String json(Refused refused) {
        ObjectNode survey = new JsonMapper().createObjectNode().put("dryRun", true);
        survey.put("rows", rows).put("contacts", contacts()).put("decisions", decisions);
        survey.put("refused", refused.count());
        stages.forEach((stage, count) -> survey.withObject("/stages").put(stage, count));
        return survey.toString();
    }

    List<String> stages() {
        return List.copyOf(stages.keySet());
    }

    long rows() {
        return rows;
    }

    long decisions() {
        return decisions;
    }

    int contacts() {
        return contacts.distinct();
    }
}

package io.stageline.fault;

import io.stageline.fault.Wish.Range;
import io.stageline.whole.Answer;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** The lines of a batch, and what the answer to it says about them. */
record BatchLines(List<Line> lines) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A line with the number of events that it makes the first time it is carried out. */
    record Line(String text, int events) {
        Line again() {
            return new Line(text, 0);
        }
    }

    String body() {
        return String.join("\n", lines.stream().map(Line::text).toList());
    }

    /**
     * All events of the lines that are as wished. An earlier attempt without an answer may also have carried out a line
     * that is refused now, because somebody erased the contact in between.
     */
    Range promisedBy(Answer answer, boolean repeated) {
        var granted = granted(answer).stream().mapToLong(Line::events).sum();
        var all = lines.stream().mapToLong(Line::events).sum();
        return new Range(granted, repeated ? all : granted);
    }

    /** The lines that are as wished. */
    List<Line> granted(Answer answer) {
        var results = answer.text().lines().map(JSON::readTree).toList();
        return IntStream.range(0, lines.size())
                .filter(i -> !results.get(i).at("/status").asString().equals("refused"))
                .mapToObj(lines::get)
                .toList();
    }

    /** The positions that the answer names for lines that were carried out by this very attempt. */
    static List<Long> positions(Answer answer) {
        return answer.text()
                .lines()
                .map(JSON::readTree)
                .filter(line -> line.at("/status").asString().equals("accepted"))
                .map(line -> line.at("/position").asLong())
                .toList();
    }
}

package io.stageline.bench.rows;

import io.stageline.bench.Api;
import io.stageline.bench.load.EntryWriter.Target;
import io.stageline.bench.load.WriteAndSee.Seen;
import java.util.List;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/** Records a stage through one process, then asks another one for the timeline with the position of the command, then without. */
final class Elsewhere {
    private static final Pattern POSITION = Pattern.compile("\"position\"\\s*:\\s*([0-9]+)");
    private static final String STAGE = "{\"stage\":\"CONTACT\",\"occurredAt\":\"2026-03-01T10:00:00Z\"}";

    private final Api writing;
    private final Api reading;
    private final List<Target> entries;
    private int sent;

    Elsewhere(Api writing, Api reading, List<Target> entries) {
        this.writing = writing;
        this.reading = reading;
        this.entries = entries;
    }

    /** Goes on, one question at a time, for as long as the other work does. */
    Seen during(Future<?> work) {
        var seen = new Seen();
        while (!work.isDone()) see(seen);
        return seen;
    }

    private void see(Seen seen) {
        var path = entries.get(sent++ % entries.size()).path();
        var began = System.nanoTime();
        var answer = POSITION.matcher(writing.post(path + "/stages", "application/json", STAGE));
        if (!answer.find()) throw new IllegalStateException("a command was answered without a position");
        var written = System.nanoTime();
        reading.get(path + "/timeline?limit=1&minPosition=" + answer.group(1));
        var shown = System.nanoTime();
        reading.get(path + "/timeline?limit=1");
        seen.command().recordValue(written - began);
        seen.withPosition().recordValue(shown - written);
        seen.without().recordValue(System.nanoTime() - shown);
    }
}

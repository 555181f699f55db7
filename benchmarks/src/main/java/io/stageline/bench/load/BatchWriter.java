package io.stageline.bench.load;

import io.stageline.bench.load.EntryWriter.Target;
import java.util.List;
import java.util.UUID;

/** Records stages, so many in each request, each with an id of its own. */
public final class BatchWriter implements Script {
    public static final int MOST = 1_000;

    private final String key;
    private final List<Target> entries;
    private final String note;
    private final int each;
    private final String run = UUID.randomUUID().toString();
    private int sent;
    private boolean refused;

    public BatchWriter(String key, List<Target> entries, int noteLength, int each) {
        this.key = key;
        this.each = each;
        this.entries = entries;
        this.note = "n".repeat(noteLength);
    }

    @Override
    public byte[] next() {
        var lines = new StringBuilder(each * 400);
        for (var n = 0; n < each; n++, sent++) line(lines, entries.get(sent % entries.size()));
        return Post.lines(key, "/v1/batch", lines);
    }

    private void line(StringBuilder lines, Target entry) {
        lines.append("{\"command\":\"record-stage\",\"journalId\":\"")
                .append(entry.journal())
                .append("\",\"contactId\":\"")
                .append(entry.contact())
                .append("\",\"stage\":\"CONTACT\",\"occurredAt\":\"2026-03-01T10:00:00Z\",\"note\":\"")
                .append(note)
                .append("\",\"id\":\"")
                .append(run)
                .append('-')
                .append(sent)
                .append("\"}\n");
    }

    @Override
    public void answered(Answer answer) {
        refused |= answer.isGood() && answer.body().contains("\"refused\"");
    }

    /** How many it records in each request. */
    public int each() {
        return each;
    }

    /** Whether any line was ever refused. */
    public boolean anyRefused() {
        return refused;
    }
}

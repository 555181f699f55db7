package io.stageline.bench.load;

import io.stageline.bench.load.EntryWriter.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Records a thousand stages in each request, each with an id of its own. */
public final class BatchWriter implements Script {
    public static final int LINES = 1_000;

    private final String key;
    private final List<Target> entries;
    private final String note;
    private final String run = UUID.randomUUID().toString();
    private int sent;
    private boolean refused;

    public BatchWriter(String key, List<Target> entries, int noteLength) {
        this.key = key;
        this.entries = entries;
        this.note = "n".repeat(noteLength);
    }

    @Override
    public byte[] next() {
        var lines = new StringBuilder(LINES * 400);
        for (var n = 0; n < LINES; n++, sent++) line(lines, entries.get(sent % entries.size()));
        return ("POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                        + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: " + lines.length() + "\r\n\r\n"
                        + lines)
                .getBytes(StandardCharsets.US_ASCII);
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

    /** Whether any line was ever refused. */
    public boolean anyRefused() {
        return refused;
    }
}

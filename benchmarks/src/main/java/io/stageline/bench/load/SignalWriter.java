package io.stageline.bench.load;

import java.util.UUID;

/** Sends signals, so many in each request, each with an id of its own, of a hundred types and about as many subjects in turn. */
public final class SignalWriter implements Script {
    public static final int MOST = 1_000;
    /** How the names of their types begin; the rest is a number from 0 on. */
    public static final String TYPE = "bench.reading-";

    public static final int TYPES = 100;

    private static final int SUBJECTS = 97;
    /** The sealed data of such a length make an event of about 300 bytes. */
    private static final String NOTE = "n".repeat(40);

    private final String key;
    private final int each;
    private final String run = UUID.randomUUID().toString();
    private long sent;
    private boolean refused;

    public SignalWriter(String key, int each) {
        this.key = key;
        this.each = each;
    }

    @Override
    public byte[] next() {
        var lines = new StringBuilder(each * 250);
        for (var n = 0; n < each; n++, sent++) line(lines);
        return Post.lines(key, "/v1/signals", lines);
    }

    private void line(StringBuilder lines) {
        lines.append("{\"id\":\"")
                .append(run)
                .append('-')
                .append(sent)
                .append("\",\"type\":\"")
                .append(TYPE)
                .append(sent % TYPES)
                .append("\",\"subject\":\"server-")
                .append(sent % SUBJECTS)
                .append("\",\"value\":50,\"occurredAt\":\"2026-03-01T10:00:00Z\",\"data\":{\"note\":\"")
                .append(NOTE)
                .append("\"}}\n");
    }

    @Override
    public void answered(Answer answer) {
        if (!answer.isGood()) return;
        var results = answer.body();
        refused |= results.contains("\"refused\"") || results.contains("\"duplicate\"");
    }

    /** How many it sends in each request. */
    public int each() {
        return each;
    }

    /** Whether any of them was ever refused, or taken for another one. */
    public boolean anyRefused() {
        return refused;
    }
}

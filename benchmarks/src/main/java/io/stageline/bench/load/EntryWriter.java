package io.stageline.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Records stages of a share of the entries, one after the other, each with an idempotency key and the expected version. */
public final class EntryWriter implements Script {
    private final List<Target> entries;
    private final String head;
    private final String note;
    private long sent;

    /** An entry and the version that the writer believes it has. */
    public static final class Target {
        private final String path;
        private long version;

        public Target(UUID journal, UUID contact, long version) {
            this.path = "/v1/journals/" + journal + "/entries/" + contact + "/stages";
            this.version = version;
        }
    }

    /** The note makes the events as long as wanted. */
    public EntryWriter(String key, List<Target> entries, int noteLength) {
        this.entries = entries;
        this.head = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\n";
        this.note = noteLength == 0 ? "" : ",\"note\":\"" + "n".repeat(noteLength) + "\"";
    }

    @Override
    public byte[] next() {
        var entry = entries.get((int) (sent % entries.size()));
        var body = "{\"stage\":\"CONTACT\",\"occurredAt\":\"2026-03-01T10:00:00Z\"" + note + "}";
        return ("POST " + entry.path + head + "Idempotency-Key: \"" + UUID.randomUUID() + "\"\r\nIf-Match: \""
                        + entry.version + "\"\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void answered(Answer answer) {
        var entry = entries.get((int) (sent++ % entries.size()));
        if (answer.isGood()) entry.version = answer.version();
    }
}

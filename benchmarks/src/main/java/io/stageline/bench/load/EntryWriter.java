package io.stageline.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Records stages of a share of the entries, one after the other, each with an idempotency key and the expected version. */
public final class EntryWriter implements Script {
    private final List<Target> entries;
    private final String head;
    private final String note;
    private long sent;

    /** An entry and the version that the writer believes it has. */
    public static final class Target {
        private final UUID journal;
        private final UUID contact;
        private final String path;
        private long version;

        public Target(UUID journal, UUID contact, long version) {
            this.journal = journal;
            this.contact = contact;
            this.path = "/v1/journals/" + journal + "/entries/" + contact;
            this.version = version;
        }

        /** The same entry where nothing was recorded yet. */
        public Target unwritten() {
            return new Target(journal, contact, 0);
        }

        public String path() {
            return path;
        }

        public UUID journal() {
            return journal;
        }

        public UUID contact() {
            return contact;
        }
    }

    /** As many writers as wanted, which share the entries among them. */
    public static List<EntryWriter> share(int writers, String key, List<Target> entries, int noteLength) {
        var each = entries.size() / writers;
        return IntStream.range(0, writers)
                .mapToObj(n -> new EntryWriter(key, entries.subList(n * each, (n + 1) * each), noteLength))
                .toList();
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
        return ("POST " + entry.path + "/stages" + head + "Idempotency-Key: \"" + UUID.randomUUID()
                        + "\"\r\nIf-Match: \"" + entry.version + "\"\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The path of the entry that was written to last. */
    public String path() {
        return entries.get((int) ((sent - 1) % entries.size())).path;
    }

    @Override
    public void answered(Answer answer) {
        var entry = entries.get((int) (sent++ % entries.size()));
        if (answer.isGood()) entry.version = answer.version();
    }
}

package io.stageline.whole;

import java.time.Instant;

/** What a client wants to be recorded; told apart from every other fact of its entry by when it happened. */
record Fact(Kind kind, String entry, Instant at, String key) {
    enum Kind {
        STAGE,
        DECISION,
        BATCH_LINE
    }

    /** What a server said when it had recorded the fact; lines of a batch are not told the id of their event. */
    record Receipt(String eventId, long position, long version) {}

    String contact() {
        return entry.substring(entry.lastIndexOf('/') + 1);
    }

    /** Sends it as a request of its own, under its key. */
    Answer send(Client client) {
        return kind == Kind.STAGE
                ? client.post(entry + "/stages", stage("MEET"), "Idempotency-Key", key)
                : client.put(entry + "/decision", decision(), "Idempotency-Key", key);
    }

    private String stage(String stage) {
        return "{\"stage\":\"%s\",\"occurredAt\":\"%s\",\"note\":\"said by %s\"}".formatted(stage, at, key);
    }

    private String decision() {
        return "{\"status\":\"PLEDGED\",\"amount\":\"10.00\",\"currency\":\"EUR\",\"occurredAt\":\"%s\"}".formatted(at);
    }

    /** The line of a batch that asks for it. */
    String line(String journal) {
        return """
                {"command":"record-stage","journalId":"%s","contactId":"%s","stage":"ASK","occurredAt":"%s","id":"%s"}""".formatted(journal, contact(), at, key);
    }

    Receipt receipt(Answer answer) {
        return new Receipt(answer.at("/eventId"), answer.number("/position"), answer.number("/version"));
    }
}

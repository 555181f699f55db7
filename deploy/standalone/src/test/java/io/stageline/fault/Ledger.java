package io.stageline.fault;

import io.stageline.fault.Wish.Range;
import io.stageline.whole.Answer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What the clients were answered, wish by wish: the other side of the log. */
final class Ledger {
    private final Map<UUID, Entry> entries = new ConcurrentHashMap<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong corrections = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong replayed = new AtomicLong();
    private volatile long lastGrantedWasSentAt;
    private volatile long lastGrantedAt;

    /** The final answer to a wish. A refusal promises that there is no event. */
    record Entry(
            UUID tenant,
            String wish,
            boolean granted,
            Range events,
            List<Long> positions,
            long version,
            String eventId) {}

    /** A success; what was sent at this time was carried out. */
    void granted(Wish wish, Answer answer, boolean repeated, long sentAt) {
        var positions = wish.isBatch() ? BatchLines.positions(answer) : List.of(answer.number("/position"));
        var version = wish.isBatch() ? 0 : answer.number("/version");
        var eventId = wish.isBatch() || wish.isCorrection()
                ? ""
                : answer.json().path("eventId").asString("");
        entries.put(
                wish.id(), entry(wish, true, wish.events().promisedBy(answer, repeated), positions, version, eventId));
        acknowledged.incrementAndGet();
        if (wish.isCorrection()) corrections.incrementAndGet();
        countReplay(answer);
        lastGrantedWasSentAt = Math.max(lastGrantedWasSentAt, sentAt);
        lastGrantedAt = System.nanoTime();
    }

    void refused(Wish wish, Answer answer) {
        entries.put(wish.id(), entry(wish, false, new Range(0, 0), List.of(), 0, ""));
        refused.incrementAndGet();
        countReplay(answer);
    }

    /** Successes of wishes to correct or to withdraw. */
    long corrections() {
        return corrections.get();
    }

    private static Entry entry(
            Wish wish, boolean granted, Range events, List<Long> positions, long version, String eventId) {
        var tenant = wish.customer().tenant();
        return new Entry(tenant, wish.method() + " " + wish.path(), granted, events, positions, version, eventId);
    }

    private void countReplay(Answer answer) {
        if (answer.header("Idempotency-Replayed").equals("true")) replayed.incrementAndGet();
    }

    /** An attempt that got no answer, or one that leaves open what became of it. */
    void unknown() {
        unknown.incrementAndGet();
    }

    /** An answer that no client should ever get. */
    void unexpected(Wish wish, Answer answer) {
        unexpected.add("%s %s: %d %s".formatted(wish.method(), wish.path(), answer.status(), answer.text()));
    }

    Map<UUID, Entry> entries() {
        return entries;
    }

    List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long refusals() {
        return refused.get();
    }

    long withoutAnswer() {
        return unknown.get();
    }

    long replayed() {
        return replayed.get();
    }

    /** When the last success was answered. */
    long lastGrantedAt() {
        return lastGrantedAt;
    }

    /** When the youngest attempt that was granted had been sent. */
    long lastGrantedWasSentAt() {
        return lastGrantedWasSentAt;
    }
}

package io.stageline.link;

import io.stageline.whole.Answer;
import io.stageline.whole.Await;
import io.stageline.whole.Client;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Clients that write and read without pause, ask again until they know, and remember every call. */
final class Load {
    private static final Instant FIRST = Instant.parse("2020-01-01T12:00:00Z");
    private static final int BATCH_EVERY = 6;
    private static final int LINES = 5;
    private static final long PAUSE_NANOS = 50_000_000;

    private final Client client;
    private final String journal;
    private final List<String> entries;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicLong lastPosition = new AtomicLong();
    private final Map<Integer, Integer> acknowledged = new ConcurrentHashMap<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /** A call as its client saw it: the status is 0 when no answer came. */
    record Call(boolean write, int status, String retryAfter, String code, long begun, Duration took) {
        boolean succeeded() {
            return status >= 200 && status < 300;
        }
    }

    Load(Client client, int contacts) {
        this.client = client;
        journal = client.journal("Bad weather");
        entries = IntStream.range(0, contacts)
                .mapToObj(i -> client.entry(journal, client.contact("Contact " + i)))
                .toList();
    }

    /** What is read is there: none of them begins before the grid shows the entries. */
    Load start(int writers, int readers) {
        TheLink.log().projectionsReachTheHead();
        for (var i = 0; i < writers; i++) threads.add(new Thread(this::write, "load-writer-" + i));
        for (var i = 0; i < readers; i++) threads.add(new Thread(this::read, "load-reader-" + i));
        threads.forEach(Thread::start);
        return this;
    }

    /** Begins nothing new; gives back when all that was begun is answered. */
    void stop(Duration patience) {
        stopping = true;
        Await.until("all is answered", patience, () -> threads.stream().noneMatch(Thread::isAlive));
    }

    private void write() {
        while (!stopping) {
            var first = number.getAndAdd(LINES);
            var lines = first / LINES % BATCH_EVERY == 0 ? LINES : 1;
            while (!isAnswered(first, lines)) LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isAnswered(int first, int lines) {
        var answer = call(true, () -> lines == 1 ? stage(first) : batch(first));
        if (answer == null || answer.status() >= 300) return false;
        acknowledged.put(first, lines);
        if (lines == 1) lastPosition.accumulateAndGet(answer.number("/position"), Math::max);
        return true;
    }

    private Answer stage(int fact) {
        var body = "{\"stage\":\"MEET\",\"occurredAt\":\"%s\"}".formatted(at(fact));
        return client.post(entry(fact) + "/stages", body, "Idempotency-Key", "fact-" + fact);
    }

    private Answer batch(int first) {
        var contact = entry(first).substring(entry(first).lastIndexOf('/') + 1);
        return client.batch(IntStream.range(first, first + LINES)
                .mapToObj(fact -> """
                        {"command":"record-stage","journalId":"%s","contactId":"%s","stage":"ASK","occurredAt":"%s","id":"f%d"}""".formatted(journal, contact, at(fact), fact))
                .toList());
    }

    private void read() {
        for (var i = 0; !stopping; i++) {
            var path = i % 2 == 0 ? "/v1/journals/" + journal + "/grid" : entry(i * LINES) + "/timeline?limit=5";
            var answer = call(false, () -> client.get(path));
            if (answer == null || answer.status() >= 300) LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private interface Request {
        Answer send();
    }

    private @Nullable Answer call(boolean write, Request request) {
        var begun = System.nanoTime();
        try {
            var answer = request.send();
            var code = answer.status() < 300 ? "" : answer.at("/code");
            calls.add(new Call(write, answer.status(), answer.header("Retry-After"), code, begun, since(begun)));
            return answer;
        } catch (UncheckedIOException gone) {
            calls.add(new Call(write, 0, "", "", begun, since(begun)));
            return null;
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static Instant at(int fact) {
        return FIRST.plusSeconds(fact);
    }

    private String entry(int fact) {
        return entries.get(fact / LINES % entries.size());
    }

    /** Whether a write was acknowledged that was begun after this moment; a read if {@code write} is false. */
    boolean succeededSince(boolean write, long nanoTime) {
        return calls.stream().anyMatch(call -> call.write() == write && call.succeeded() && call.begun() > nanoTime);
    }

    String journal() {
        return journal;
    }

    /** The highest position that a write was told. */
    long lastPosition() {
        return lastPosition.get();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    Duration longestCall() {
        return calls.stream().map(Call::took).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** How many calls came to which end. */
    Map<String, Long> ends() {
        return calls.stream()
                .collect(Collectors.groupingBy(call -> call.status() + " " + call.code(), Collectors.counting()));
    }

    /** The facts that were acknowledged: those of a batch together, under the moment when each happened. */
    List<List<Instant>> facts() {
        return acknowledged.entrySet().stream()
                .map(fact -> IntStream.range(fact.getKey(), fact.getKey() + fact.getValue())
                        .mapToObj(Load::at)
                        .toList())
                .toList();
    }
}

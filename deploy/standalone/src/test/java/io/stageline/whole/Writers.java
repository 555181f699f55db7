package io.stageline.whole;

import io.stageline.whole.Fact.Kind;
import io.stageline.whole.Fact.Receipt;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Clients that write at random until their server is gone, and remember what they were answered and what not. */
final class Writers {
    private static final Instant FIRST = Instant.parse("2020-01-01T12:00:00Z");
    private static final int LINES = 5;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String journal;
    private final List<String> entries;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Fact, Receipt> answered = new ConcurrentHashMap<>();
    private final Set<Fact> unanswered = ConcurrentHashMap.newKeySet();
    private final Queue<Answer> unexpected = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    Writers(Client client, int contacts) {
        journal = client.journal("Under fire");
        entries = IntStream.range(0, contacts)
                .mapToObj(i -> client.entry(journal, client.contact("Contact " + i)))
                .toList();
    }

    void start(Client client, int clients, Random random) {
        threads.clear();
        for (var i = 0; i < clients; i++) {
            var choices = new Random(random.nextLong());
            threads.add(new Thread(() -> writeUntilGone(client, choices), "writer-" + i));
        }
        threads.forEach(Thread::start);
    }

    void join() throws InterruptedException {
        for (var thread : threads) thread.join();
    }

    private void writeUntilGone(Client client, Random random) {
        var reachable = true;
        while (reachable) {
            reachable = random.nextInt(6) == 0
                    ? sendBatch(
                            client,
                            IntStream.range(0, LINES)
                                    .mapToObj(i -> fact(Kind.BATCH_LINE, random))
                                    .toList())
                    : send(client, fact(random.nextInt(3) == 0 ? Kind.DECISION : Kind.STAGE, random));
        }
    }

    private Fact fact(Kind kind, Random random) {
        var next = number.incrementAndGet();
        return new Fact(kind, entries.get(random.nextInt(entries.size())), FIRST.plusSeconds(next), "fact-" + next);
    }

    /** False when the connection broke before an answer came, or the server said that it is going. */
    private boolean send(Client client, Fact fact) {
        unanswered.add(fact);
        try {
            var answer = fact.send(client);
            if (answer.status() >= 300) return open(answer);
            answered.put(fact, fact.receipt(answer));
            unanswered.remove(fact);
            return true;
        } catch (UncheckedIOException gone) {
            return false;
        }
    }

    private boolean sendBatch(Client client, List<Fact> facts) {
        unanswered.addAll(facts);
        try {
            var answer =
                    client.batch(facts.stream().map(fact -> fact.line(journal)).toList());
            if (answer.status() >= 300) return open(answer);
            var lines = answer.text().lines().toList();
            for (var i = 0; i < lines.size(); i++) settle(facts.get(i), lines.get(i), answer);
            return true;
        } catch (UncheckedIOException gone) {
            return false;
        }
    }

    private void settle(Fact fact, String line, Answer answer) {
        var result = JSON.readTree(line);
        switch (result.at("/status").asString()) {
            case "accepted" ->
                answered.put(
                        fact,
                        new Receipt(
                                "",
                                result.at("/position").asLong(),
                                result.at("/version").asLong()));
            case "unchanged" -> answered.put(fact, new Receipt("", 0, 0));
            default -> unexpected.add(answer);
        }
        unanswered.remove(fact);
    }

    /** An answer that is no success leaves the fact open; only 503 is a reason to ask again. */
    private boolean open(Answer answer) {
        if (answer.status() != 503) unexpected.add(answer);
        return false;
    }

    /** Sends again, each under its own key, what got no answer; gives back what still has none. */
    Set<Fact> retry(Client client) {
        for (var fact : List.copyOf(unanswered)) {
            if (fact.kind() == Kind.BATCH_LINE) sendBatch(client, List.of(fact));
            else send(client, fact);
        }
        return unanswered;
    }

    String journal() {
        return journal;
    }

    List<String> entries() {
        return entries;
    }

    Map<Fact, Receipt> answered() {
        return answered;
    }

    Set<Fact> unanswered() {
        return unanswered;
    }

    /** Answers that no writer should ever get. */
    List<Answer> unexpected() {
        return List.copyOf(unexpected);
    }
}

package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A sender that is killed again and again loses nothing (fault F3). The proof in full:
 * {@code -Dstageline.webhook.kills=100 -Dstageline.webhook.messages=10000}.
 */
class KilledSenderTest {
    private static final int KILLS = Integer.getInteger("stageline.webhook.kills", 2);
    private static final int MESSAGES = Integer.getInteger("stageline.webhook.messages", 200);
    private static final int ONE_ANSWER_IN = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(40).plusMillis(60L * MESSAGES);

    private final Happenings log = new Happenings();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Sink sink = new Sink((request, out) -> {
        accepted.add(request.id());
        if (ThreadLocalRandom.current().nextInt(ONE_ANSWER_IN) == 0) throw new IOException("the answer is lost");
        Sink.status(204).answer(request, out);
    });
    private final List<UUID> contacts =
            IntStream.range(0, 50).mapToObj(i -> UUID.randomUUID()).toList();
    private final Random random = new Random(7);

    @AfterEach
    void close() throws InterruptedException {
        sink.close();
        log.close();
    }

    @Test
    void every_message_arrives_or_is_listed_as_failed_however_often_the_sender_dies() {
        var endpoint = log.endpoint(sink.url(), List.of("entry.*"), List.of(1, 1, 1, 1));
        for (var kill = 1; kill <= KILLS; kill++) {
            happen(MESSAGES * kill / KILLS - MESSAGES * (kill - 1) / KILLS);
            killInTheMiddle();
        }
        try (var last = SenderProcess.start(log.database)) {
            Await.until("nothing is pending", PATIENCE, () -> isDone(endpoint));
        }
        eachHasOneIdOnEveryAttempt();
        noneIsMissing(endpoint);
        messagesAboutOneContactFirstArriveInOrder();
        report(endpoint);
    }

    private void report(EndpointKey endpoint) {
        var states = log.column(endpoint, "state");
        var delivered = Collections.frequency(states, "delivered");
        System.out.printf(
                "webhooks: %,d kills, %,d messages: %,d delivered, %,d failed; %,d requests, %,d of them duplicates%n",
                KILLS,
                states.size(),
                delivered,
                states.size() - delivered,
                sink.requests().size(),
                sink.requests().size() - accepted.size());
    }

    private void happen(int times) {
        for (var i = 0; i < times; i++) log.stage(contacts.get(random.nextInt(contacts.size())), "CONTACT");
    }

    private void killInTheMiddle() {
        var before = sink.requests().size();
        var enough = before + 1 + random.nextInt(Math.max(1, MESSAGES / KILLS / 2));
        try (var sender = SenderProcess.start(log.database)) {
            Await.until("some have arrived", () -> sink.requests().size() >= enough);
            sender.kill();
        }
    }

    private boolean isDone(EndpointKey endpoint) {
        var states = log.sql.queryForMap(
                "SELECT count(*) AS all, count(*) FILTER (WHERE state = 'pending') AS pending"
                        + " FROM stageline.webhook_message WHERE endpoint_id = ?",
                endpoint.endpoint());
        return states.equals(Map.of("all", (long) MESSAGES, "pending", 0L));
    }

    private void eachHasOneIdOnEveryAttempt() {
        var ids = new HashMap<Long, Set<String>>();
        for (var request : sink.requests())
            ids.computeIfAbsent(sequence(request), any -> new HashSet<>()).add(request.id());
        assertThat(ids.values()).allMatch(same -> same.size() == 1);
        assertThat(sink.requests().stream().map(Sink.Request::id).distinct()).hasSize(ids.size());
        assertThat(sink.requests()).allSatisfy(request -> assertThat(request.body())
                .contains("\"idempotencyKey\":\"" + request.id() + "\""));
    }

    private void noneIsMissing(EndpointKey endpoint) {
        var known = new HashSet<Long>();
        for (var message : log.messages(endpoint)) {
            var id = Message.onTheWire((UUID) message.getOrDefault("message_id", endpoint.endpoint()));
            if (message.containsValue("delivered")) assertThat(accepted).contains(id);
            known.add((Long) message.getOrDefault("sequence", 0L));
        }
        var arrived = sink.requests().stream().map(KilledSenderTest::sequence).collect(Collectors.toSet());
        for (var message : log.messages(endpoint))
            if (message.containsValue("failed")) arrived.add((Long) message.getOrDefault("sequence", 0L));
        var all = LongStream.rangeClosed(1, MESSAGES).boxed().collect(Collectors.toSet());
        assertThat(known).isEqualTo(all);
        assertThat(arrived).isEqualTo(all);
    }

    private void messagesAboutOneContactFirstArriveInOrder() {
        for (var contact : contacts)
            assertThat(sink.requests().stream()
                            .filter(request -> request.body().contains("\"contactId\":\"" + contact))
                            .map(KilledSenderTest::sequence)
                            .distinct())
                    .isSorted();
    }

    private static long sequence(Sink.Request request) {
        return Long.parseLong(request.headers().getOrDefault("webhook-sequence", "0"));
    }
}

package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.test.Hands;
import io.stageline.webhook.events.WebhookEvent.EndpointPaused;
import io.stageline.webhook.events.WebhookEvent.EndpointResumed;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for whom, and who does not. */
@Timeout(120)
class HoldingUpTest {
    private final Happenings log = new Happenings();
    private final Sink sink = new Sink(Sink.status(204));
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void close() throws InterruptedException {
        never.countDown();
        sink.close();
        log.close();
    }

    @Test
    void messages_about_one_contact_arrive_in_order_and_a_failure_holds_up_its_contact_only() {
        var stuck = UUID.randomUUID();
        var free = UUID.randomUUID();
        sink.now((request, out) -> Sink.status(request.body().contains(stuck.toString()) ? 500 : 200)
                .answer(request, out));
        var endpoint = log.endpoint(sink.url(), List.of("*"), List.of(3_600));
        for (var stage : List.of("CONTACT", "MEET", "ASK")) {
            log.stage(stuck, stage);
            log.stage(free, stage);
        }
        try (var engine = new Engine(log)) {
            Await.until(
                    "the other contact is through", () -> log.states(endpoint).equals("pdpdpd"));
        }
        assertThat(about(free)).containsExactly("2", "4", "6");
        assertThat(about(stuck)).containsExactly("1");
    }

    @Test
    void order_holds_among_many_contacts_and_several_processes() {
        var contacts = IntStream.range(0, 20).mapToObj(i -> UUID.randomUUID()).toList();
        var endpoint = log.endpoint(sink.url());
        for (var round = 0; round < 15; round++) for (var contact : contacts) log.stage(contact, "CONTACT");
        try (var one = new Engine(log);
                var two = new Engine(log);
                var three = new Engine(log)) {
            Await.until("all is delivered", () -> log.states(endpoint).equals("d".repeat(300)));
        }
        assertThat(sink.requests()).hasSize(300);
        for (var contact : contacts)
            assertThat(about(contact)).hasSize(15).isSortedAccordingTo(java.util.Comparator.comparing(Long::valueOf));
        assertThat(log.sql.queryForObject("SELECT count(*) FROM stageline.webhook_lane", Long.class))
                .isZero();
    }

    @Test
    void a_receiver_that_does_not_answer_holds_up_nobody_else() {
        try (var hole = new Sink((request, out) -> never.await())) {
            var stuck = log.endpoint(hole.url());
            var healthy = log.endpoint(sink.url());
            for (var i = 0; i < 100; i++) log.stage(UUID.randomUUID(), "CONTACT");
            try (var engine = new Engine(log)) {
                Await.until("the others have theirs", () -> log.states(healthy).equals("d".repeat(100)));
                assertThat(log.states(stuck)).doesNotContain("d");
                assertThat(hole.requests()).hasSizeLessThanOrEqualTo(2 * Places.TO_ONE);
            }
        }
    }

    @Test
    void receivers_of_one_tenant_that_do_not_answer_take_no_places_of_another_tenant() {
        var other = UUID.randomUUID();
        var healthy = new EndpointKey(other, UUID.randomUUID());
        log.happensTo(other, healthy.endpoint(), log.created(healthy, sink.url(), List.of("*"), List.of(1), 2));
        try (var engine = new Engine(log);
                var hole = new Sink((request, out) -> never.await())) {
            for (var i = 0; i < 300; i++) {
                var slow = new EndpointKey(Happenings.TENANT, UUID.randomUUID());
                log.happens(slow.endpoint(), log.created(slow, hole.url(), List.of("entry.*"), List.of(1), 30));
            }
            for (var i = 0; i < 5; i++) log.stage(UUID.randomUUID(), "CONTACT");
            Await.until("all that may is on its way", () -> hole.requests().size() >= 200 && underWay() >= 512);
            log.happensTo(other, other, new ContactErased(other));
            Await.until("the other tenant has its", Duration.ofSeconds(8), () -> log.states(healthy)
                    .equals("d"));
            assertThat(underWay()).isEqualTo(512);
        }
    }

    private long underWay() {
        Long lanes = log.sql.queryForObject("SELECT count(*) FROM stageline.webhook_lane WHERE claims > 0", Long.class);
        return lanes == null ? 0 : lanes;
    }

    @Test
    void a_receiver_that_asks_to_wait_is_left_alone_until_then_with_all_its_messages() {
        var calls = new AtomicInteger();
        sink.now(
                (request, out) -> (calls.incrementAndGet() == 1 ? Sink.status(429, "retry-after: 3") : Sink.status(200))
                        .answer(request, out));
        var endpoint = log.endpoint(sink.url());
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("it asked to wait", () -> log.attempts(endpoint).size() == 1);
            log.stage(UUID.randomUUID(), "CONTACT");
            Await.until("both are delivered", () -> log.states(endpoint).equals("dd"));
        }
        assertThat(log.sql.queryForList("""
                SELECT round(extract(epoch FROM at - min(at) OVER ()) * 1000)::bigint
                  FROM stageline.webhook_attempt
                 WHERE endpoint_id = ? ORDER BY at OFFSET 1""", Long.class, endpoint.endpoint()))
                .hasSize(2)
                .allSatisfy(millis -> assertThat(millis).isGreaterThanOrEqualTo(2_990));
    }

    @Test
    void what_waits_for_a_receiver_does_not_wait_for_the_time_of_day() {
        var calls = new AtomicInteger();
        sink.now(
                (request, out) -> (calls.incrementAndGet() == 1 ? Sink.status(429, "retry-after: 1") : Sink.status(200))
                        .answer(request, out));
        var clock = new Hands();
        var endpoint = log.endpoint(sink.url());
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log, clock)) {
            Await.until("it asked to wait", () -> log.attempts(endpoint).size() == 1);
            clock.move(Duration.ofHours(-1));
            log.awaitState(endpoint, "delivered");
        }
    }

    @Test
    void a_receiver_that_fails_every_time_is_left_alone_for_a_while() {
        sink.now(Sink.status(500));
        var endpoint = log.endpoint(sink.url(), List.of("*"), List.of(3_600));
        for (var i = 0; i < 200; i++) log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("it has failed five times", () -> log.attempts(endpoint).size() >= 5);
            log.stage(UUID.randomUUID(), "CONTACT");
            Await.until("the next one is queued", () -> log.messages(endpoint).size() == 201);
        }
        assertThat(sink.requests()).hasSizeLessThanOrEqualTo(5 + 2 * Places.TO_ONE);
    }

    @Test
    void a_paused_endpoint_gets_nothing_and_then_everything() {
        var endpoint = log.endpoint(sink.url());
        var other = log.endpoint(sink.url());
        log.happens(endpoint.endpoint(), new EndpointPaused(endpoint.endpoint()));
        for (var i = 0; i < 3; i++) log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("the other has them", () -> log.states(other).equals("ddd"));
            assertThat(log.states(endpoint)).isEqualTo("ppp");
            log.happens(endpoint.endpoint(), new EndpointResumed(endpoint.endpoint()));
            Await.until("it has them too", () -> log.states(endpoint).equals("ddd"));
        }
    }

    /** The sequence numbers of the messages about a contact, as they first arrived. */
    private List<String> about(UUID contact) {
        return sink.requests().stream()
                .filter(request -> request.body().contains("\"contactId\":\"" + contact))
                .map(request -> request.headers().getOrDefault("webhook-sequence", ""))
                .distinct()
                .toList();
    }
}

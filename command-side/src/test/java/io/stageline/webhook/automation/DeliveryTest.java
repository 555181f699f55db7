package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.stageline.contact.events.ContactEvent.ContactErased;
import io.stageline.test.Hands;
import io.stageline.webhook.events.WebhookEvent.EndpointPaused;
import io.stageline.webhook.events.WebhookEvent.EndpointResumed;
import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import io.stageline.webhook.events.WebhookEvent.SecretRotated;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeliveryTest {
    private static final String NEW_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

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
    void a_message_arrives_that_any_standard_webhooks_library_verifies() throws WebhookVerificationException {
        var endpoint = log.endpoint(sink.url());
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            awaitState(endpoint, "delivered");
            assertThat(engine.disabled).isEmpty();
        }
        var request = sink.requests().get(0);
        verify(request, Happenings.SECRET);
        assertThat(request.headers())
                .containsEntry("webhook-sequence", "1")
                .containsEntry("webhook-attempt", "1")
                .containsEntry("content-type", "application/json");
        assertThat(request.body()).contains("\"idempotencyKey\":\"" + request.id() + "\"");
        assertThat(attempts(endpoint)).containsExactly("1 1 204 null");
    }

    @Test
    void a_message_that_failed_is_repeated_with_the_same_id_and_a_signature_of_its_own() {
        var calls = new AtomicInteger();
        sink.now((request, out) ->
                Sink.status(calls.incrementAndGet() < 3 ? 500 : 200).answer(request, out));
        var endpoint = log.endpoint(sink.url());
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            awaitState(endpoint, "delivered");
        }
        assertThat(sink.requests()).hasSize(3);
        assertThat(sink.requests().stream().map(Sink.Request::id).distinct()).hasSize(1);
        assertThat(sink.requests()).allSatisfy(request -> verify(request, Happenings.SECRET));
        assertThat(attempts(endpoint)).containsExactly("1 1 500 null", "1 2 500 null", "1 3 200 null");
    }

    @Test
    void after_the_last_attempt_a_message_is_listed_as_failed_with_every_attempt() {
        sink.now(Sink.status(503));
        var endpoint = log.endpoint(sink.url(), List.of("*"), List.of(1));
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            awaitState(endpoint, "failed");
        }
        assertThat(attempts(endpoint)).containsExactly("1 1 503 null", "1 2 503 null");
    }

    @Test
    void an_error_that_lasts_and_a_redirect_are_not_repeated() {
        try (var inside = new Sink(Sink.status(200))) {
            for (var status : List.of(400, 404, 301)) {
                sink.now(Sink.status(status, "location: " + inside.url()));
                var endpoint = log.endpoint(sink.url());
                log.stage(UUID.randomUUID(), "CONTACT");
                try (var engine = new Engine(log)) {
                    awaitState(endpoint, "failed");
                }
                assertThat(attempts(endpoint)).containsExactly("1 1 " + status + " null");
                log.happens(endpoint.endpoint(), new EndpointPaused(endpoint.endpoint()));
            }
            assertThat(inside.connections()).isZero();
        }
    }

    @Test
    void a_receiver_that_is_gone_is_disabled() {
        sink.now(Sink.status(410));
        var endpoint = log.endpoint(sink.url());
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            awaitState(endpoint, "failed");
            Await.until("it is disabled", () -> engine.disabled.contains("gone"));
        }
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
            Await.until("the other contact is through", () -> states(endpoint).equals("pdpdpd"));
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
            Await.until("all is delivered", () -> states(endpoint).equals("d".repeat(300)));
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
                Await.until("the others have theirs", () -> states(healthy).equals("d".repeat(100)));
                assertThat(states(stuck)).doesNotContain("d");
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
            Await.until("the other tenant has its", Duration.ofSeconds(8), () -> states(healthy)
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
            Await.until("it asked to wait", () -> attempts(endpoint).size() == 1);
            log.stage(UUID.randomUUID(), "CONTACT");
            Await.until("both are delivered", () -> states(endpoint).equals("dd"));
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
            Await.until("it asked to wait", () -> attempts(endpoint).size() == 1);
            clock.move(Duration.ofHours(-1));
            awaitState(endpoint, "delivered");
        }
    }

    @Test
    void what_goes_wrong_on_the_way_is_told_by_its_kind() throws Exception {
        var there = new AtomicReference<>(InetAddress.getLoopbackAddress());
        try (var hole = new Sink((request, out) -> never.await());
                var stranger = new Sink(SelfMade.identity("receiver.example").door(), Sink.status(200));
                var engine = new Engine(
                        log,
                        Clock.systemUTC(),
                        host -> CompletableFuture.completedFuture(List.of(
                                host.equals("moving.example") ? there.get() : InetAddress.getLoopbackAddress())))) {
            var silent = log.endpoint(hole.url(), List.of("*"), List.of(3_600));
            var untrusted = log.endpoint("https://receiver.example:" + stranger.port(), List.of("*"), List.of(3_600));
            var moving = log.endpoint("http://moving.example:" + sink.port(), List.of("*"), List.of(3_600));
            log.stage(UUID.randomUUID(), "CONTACT");
            Await.until("the first has arrived", () -> states(moving).equals("d"));
            Await.until("it is not trusted", () -> attempts(untrusted).contains("1 1 null tls"));
            there.set(InetAddress.getByName("10.0.0.1"));
            log.stage(UUID.randomUUID(), "CONTACT");
            Await.until(
                    "it is blocked", () -> attempts(moving).equals(List.of("1 1 204 null", "2 1 null unreachable")));
            Await.until("the time is over", () -> attempts(silent).contains("1 1 null timeout"));
            assertThat(states(moving) + states(silent) + states(untrusted)).isEqualTo("dppppp");
            assertThat(sink.requests()).hasSize(1);
        }
    }

    @Test
    void a_message_that_waits_for_its_next_attempt_is_sent_at_once_when_somebody_asks_for_it() {
        sink.now(Sink.status(500));
        var endpoint = log.endpoint(sink.url(), List.of("*"), List.of(3_600));
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("it failed once", () -> attempts(endpoint).size() == 1);
            sink.now(Sink.status(200));
            log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, 1, false));
            awaitState(endpoint, "delivered");
        }
    }

    @Test
    void a_message_whose_senders_die_is_given_up_after_ten_deaths_and_fewer_take_none_of_its_tries() {
        var calls = new AtomicInteger();
        sink.now((request, out) ->
                Sink.status(calls.incrementAndGet() == 3 ? 500 : 204).answer(request, out));
        var endpoint = log.endpoint(sink.url(), List.of("*"), List.of(1, 1));
        log.stage(UUID.randomUUID(), "CONTACT");
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("they are delivered", () -> states(endpoint).equals("dd"));
        }
        log.happens(endpoint.endpoint(), new EndpointPaused(endpoint.endpoint()));
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, 2, false));
        try (var engine = new Engine(log)) {
            Await.until("they wait", () -> states(endpoint).equals("pp"));
            log.sql.update("UPDATE stageline.webhook_lane l SET claims = m.sequence + 8"
                    + " FROM stageline.webhook_message m WHERE m.subject = l.subject"); // 9 and 10 died
            log.happens(endpoint.endpoint(), new EndpointResumed(endpoint.endpoint()));
            Await.until("one is tried as before", () -> states(endpoint).equals("df"));
        }
        assertThat(sink.requests()).hasSize(4);
        assertThat(sink.requests().get(2).headers()).containsEntry("webhook-attempt", "11");
        assertThat(attempts(endpoint))
                .containsExactly("1 1 204 null", "1 11 500 null", "1 12 204 null", "2 1 204 null", "2 12 null lost");
    }

    @Test
    void a_receiver_that_fails_every_time_is_left_alone_for_a_while() {
        sink.now(Sink.status(500));
        var endpoint = log.endpoint(sink.url(), List.of("*"), List.of(3_600));
        for (var i = 0; i < 200; i++) log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("it has failed five times", () -> attempts(endpoint).size() >= 5);
            log.stage(UUID.randomUUID(), "CONTACT");
            Await.until("the next one is queued", () -> log.messages(endpoint).size() == 201);
        }
        assertThat(sink.requests()).hasSizeLessThanOrEqualTo(5 + 2 * Places.TO_ONE);
    }

    @Test
    void what_a_dead_process_had_begun_is_sent_again_with_the_same_id() {
        sink.now((request, out) -> never.await());
        var endpoint = log.endpoint(sink.url());
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("it was sent", () -> sink.requests().size() == 1);
            log.sql.update("UPDATE stageline.webhook_lane SET due_at = now()"); // the lease of the dead is over
            sink.now(Sink.status(200));
            try (var other = new Engine(log)) {
                awaitState(endpoint, "delivered");
            }
        }
        assertThat(sink.requests().stream().map(Sink.Request::id).distinct()).hasSize(1);
    }

    @Test
    void a_secret_that_is_rotated_during_retries_signs_beside_the_old_one() {
        var calls = new AtomicInteger();
        var rotated = new CountDownLatch(1);
        sink.now((request, out) -> {
            if (calls.incrementAndGet() > 1) rotated.await();
            Sink.status(calls.get() < 3 ? 500 : 200).answer(request, out);
        });
        var endpoint = log.endpoint(sink.url());
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("it failed once", () -> attempts(endpoint).size() == 1);
            var until = Clock.systemUTC().instant().plus(Duration.ofHours(1));
            log.happens(
                    endpoint.endpoint(),
                    new SecretRotated(endpoint.endpoint(), log.seal(endpoint, "secret", NEW_SECRET), until));
            rotated.countDown();
            awaitState(endpoint, "delivered");
        }
        var last = sink.requests().get(2);
        verify(last, Happenings.SECRET);
        verify(last, NEW_SECRET);
        verify(sink.requests().get(0), Happenings.SECRET);
        assertThat(sink.requests().stream().map(Sink.Request::id).distinct()).hasSize(1);
    }

    @Test
    void an_old_secret_signs_no_longer_than_until_its_time_is_over() {
        var endpoint = log.endpoint(sink.url());
        log.happens(
                endpoint.endpoint(),
                new SecretRotated(endpoint.endpoint(), log.seal(endpoint, "secret", NEW_SECRET), Instant.EPOCH));
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            awaitState(endpoint, "delivered");
        }
        verify(sink.requests().get(0), NEW_SECRET);
        assertThat(sink.requests().get(0).headers().get("webhook-signature")).doesNotContain(" ");
    }

    @Test
    void a_paused_endpoint_gets_nothing_and_then_everything() {
        var endpoint = log.endpoint(sink.url());
        var other = log.endpoint(sink.url());
        log.happens(endpoint.endpoint(), new EndpointPaused(endpoint.endpoint()));
        for (var i = 0; i < 3; i++) log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("the other has them", () -> states(other).equals("ddd"));
            assertThat(states(endpoint)).isEqualTo("ppp");
            log.happens(endpoint.endpoint(), new EndpointResumed(endpoint.endpoint()));
            Await.until("it has them too", () -> states(endpoint).equals("ddd"));
        }
    }

    @Test
    void what_failed_is_sent_again_when_somebody_asks_for_it() {
        sink.now(Sink.status(400));
        var endpoint = log.endpoint(sink.url());
        for (var i = 0; i < 3; i++) log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("they failed", () -> states(endpoint).equals("fff"));
            sink.now(Sink.status(200));
            log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 2, 3, true));
            Await.until("they are delivered", () -> states(endpoint).equals("fdd"));
        }
        assertThat(attempts(endpoint)).contains("2 2 200 null", "3 2 200 null");
    }

    @Test
    void an_endpoint_whose_secret_cannot_be_opened_holds_up_nobody_else() {
        var broken = log.endpoint(sink.url());
        var healthy = log.endpoint(sink.url());
        var foreign = log.seal(healthy, "secret", Happenings.SECRET);
        log.happens(broken.endpoint(), new SecretRotated(broken.endpoint(), foreign, Instant.EPOCH));
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            awaitState(healthy, "delivered");
            Await.until("its owner is told", () -> engine.disabled.contains("unreadable"));
        }
        assertThat(states(broken)).isEqualTo("p");
    }

    @Test
    void an_endpoint_that_fails_for_days_is_disabled() {
        sink.now(Sink.status(404));
        var endpoint = log.endpoint(sink.url());
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            awaitState(endpoint, "failed");
            assertThat(engine.disabled).isEmpty();
        }
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var later = new Engine(log, Clock.offset(Clock.systemUTC(), Duration.ofDays(4)))) {
            Await.until("it is disabled", () -> later.disabled.contains("failing"));
        }
    }

    private void awaitState(EndpointKey endpoint, String state) {
        Await.until("it is " + state, () -> log.column(endpoint, "state").equals(List.of(state)));
    }

    /** The states of an endpoint's messages in order, by their first letters. */
    private String states(EndpointKey endpoint) {
        return log.column(endpoint, "state").stream()
                .map(state -> state.substring(0, 1))
                .collect(Collectors.joining());
    }

    private List<String> attempts(EndpointKey endpoint) {
        return log.sql.queryForList("""
                SELECT concat_ws(' ', sequence, attempt, coalesce(status::text, 'null'), coalesce(error, 'null'))
                  FROM stageline.webhook_attempt
                 WHERE endpoint_id = ?
                 ORDER BY sequence, attempt""", String.class, endpoint.endpoint());
    }

    /** The sequence numbers of the messages about a contact, as they first arrived. */
    private List<String> about(UUID contact) {
        return sink.requests().stream()
                .filter(request -> request.body().contains("\"contactId\":\"" + contact))
                .map(request -> request.headers().getOrDefault("webhook-sequence", ""))
                .distinct()
                .toList();
    }

    private static void verify(Sink.Request request, String secret) {
        try {
            new Webhook(secret)
                    .verify(
                            request.body(),
                            request.headers().entrySet().stream()
                                    .collect(
                                            Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))));
        } catch (WebhookVerificationException forged) {
            throw new AssertionError(forged);
        }
    }
}

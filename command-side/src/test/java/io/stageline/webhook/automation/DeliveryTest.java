package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
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
            log.awaitState(endpoint, "delivered");
            assertThat(engine.disabled).isEmpty();
        }
        var request = sink.requests().get(0);
        verify(request, Happenings.SECRET);
        assertThat(request.headers())
                .containsEntry("webhook-sequence", "1")
                .containsEntry("webhook-attempt", "1")
                .containsEntry("content-type", "application/json");
        assertThat(request.body()).contains("\"idempotencyKey\":\"" + request.id() + "\"");
        assertThat(log.attempts(endpoint)).containsExactly("1 1 204 null");
    }

    @Test
    void a_message_that_failed_is_repeated_with_the_same_id_and_a_signature_of_its_own() {
        var calls = new AtomicInteger();
        sink.now((request, out) ->
                Sink.status(calls.incrementAndGet() < 3 ? 500 : 200).answer(request, out));
        var endpoint = log.endpoint(sink.url());
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            log.awaitState(endpoint, "delivered");
        }
        assertThat(sink.requests()).hasSize(3);
        assertThat(sink.requests().stream().map(Sink.Request::id).distinct()).hasSize(1);
        assertThat(sink.requests()).allSatisfy(request -> verify(request, Happenings.SECRET));
        assertThat(log.attempts(endpoint)).containsExactly("1 1 500 null", "1 2 500 null", "1 3 200 null");
    }

    @Test
    void after_the_last_attempt_a_message_is_listed_as_failed_with_every_attempt() {
        sink.now(Sink.status(503));
        var endpoint = log.endpoint(sink.url(), List.of("*"), List.of(1));
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            log.awaitState(endpoint, "failed");
        }
        assertThat(log.attempts(endpoint)).containsExactly("1 1 503 null", "1 2 503 null");
    }

    @Test
    void an_error_that_lasts_and_a_redirect_are_not_repeated() {
        try (var inside = new Sink(Sink.status(200))) {
            for (var status : List.of(400, 404, 301)) {
                sink.now(Sink.status(status, "location: " + inside.url()));
                var endpoint = log.endpoint(sink.url());
                log.stage(UUID.randomUUID(), "CONTACT");
                try (var engine = new Engine(log)) {
                    log.awaitState(endpoint, "failed");
                }
                assertThat(log.attempts(endpoint)).containsExactly("1 1 " + status + " null");
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
            log.awaitState(endpoint, "failed");
            Await.until("it is disabled", () -> engine.disabled.contains("gone"));
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
            Await.until("the first has arrived", () -> log.states(moving).equals("d"));
            Await.until("it is not trusted", () -> log.attempts(untrusted).contains("1 1 null tls"));
            there.set(InetAddress.getByName("10.0.0.1"));
            log.stage(UUID.randomUUID(), "CONTACT");
            Await.until("it is blocked", () -> log.attempts(moving)
                    .equals(List.of("1 1 204 null", "2 1 null unreachable")));
            Await.until("the time is over", () -> log.attempts(silent).contains("1 1 null timeout"));
            assertThat(log.states(moving) + log.states(silent) + log.states(untrusted))
                    .isEqualTo("dppppp");
            assertThat(sink.requests()).hasSize(1);
        }
    }

    @Test
    void a_message_that_waits_for_its_next_attempt_is_sent_at_once_when_somebody_asks_for_it() {
        sink.now(Sink.status(500));
        var endpoint = log.endpoint(sink.url(), List.of("*"), List.of(3_600));
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("it failed once", () -> log.attempts(endpoint).size() == 1);
            sink.now(Sink.status(200));
            log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, 1, false));
            log.awaitState(endpoint, "delivered");
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
            Await.until("they are delivered", () -> log.states(endpoint).equals("dd"));
        }
        log.happens(endpoint.endpoint(), new EndpointPaused(endpoint.endpoint()));
        log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 1, 2, false));
        try (var engine = new Engine(log)) {
            Await.until("they wait", () -> log.states(endpoint).equals("pp"));
            log.sql.update("UPDATE stageline.webhook_lane l SET claims = m.sequence + 8"
                    + " FROM stageline.webhook_message m WHERE m.subject = l.subject"); // 9 and 10 died
            log.happens(endpoint.endpoint(), new EndpointResumed(endpoint.endpoint()));
            Await.until("one is tried as before", () -> log.states(endpoint).equals("df"));
        }
        assertThat(sink.requests()).hasSize(4);
        assertThat(sink.requests().get(2).headers()).containsEntry("webhook-attempt", "11");
        assertThat(log.attempts(endpoint))
                .containsExactly("1 1 204 null", "1 11 500 null", "1 12 204 null", "2 1 204 null", "2 12 null lost");
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
                log.awaitState(endpoint, "delivered");
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
            Await.until("it failed once", () -> log.attempts(endpoint).size() == 1);
            var until = Clock.systemUTC().instant().plus(Duration.ofHours(1));
            log.happens(
                    endpoint.endpoint(),
                    new SecretRotated(endpoint.endpoint(), log.seal(endpoint, "secret", NEW_SECRET), until));
            rotated.countDown();
            log.awaitState(endpoint, "delivered");
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
            log.awaitState(endpoint, "delivered");
        }
        verify(sink.requests().get(0), NEW_SECRET);
        assertThat(sink.requests().get(0).headers().get("webhook-signature")).doesNotContain(" ");
    }

    @Test
    void what_failed_is_sent_again_when_somebody_asks_for_it() {
        sink.now(Sink.status(400));
        var endpoint = log.endpoint(sink.url());
        for (var i = 0; i < 3; i++) log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            Await.until("they failed", () -> log.states(endpoint).equals("fff"));
            sink.now(Sink.status(200));
            log.happens(endpoint.endpoint(), new ReplayRequested(endpoint.endpoint(), 2, 3, true));
            Await.until("they are delivered", () -> log.states(endpoint).equals("fdd"));
        }
        assertThat(log.attempts(endpoint)).contains("2 2 200 null", "3 2 200 null");
    }

    @Test
    void an_endpoint_whose_secret_cannot_be_opened_holds_up_nobody_else() {
        var broken = log.endpoint(sink.url());
        var healthy = log.endpoint(sink.url());
        var foreign = log.seal(healthy, "secret", Happenings.SECRET);
        log.happens(broken.endpoint(), new SecretRotated(broken.endpoint(), foreign, Instant.EPOCH));
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            log.awaitState(healthy, "delivered");
            Await.until("its owner is told", () -> engine.disabled.contains("unreadable"));
        }
        assertThat(log.states(broken)).isEqualTo("p");
    }

    @Test
    void an_endpoint_that_fails_for_days_is_disabled() {
        sink.now(Sink.status(404));
        var endpoint = log.endpoint(sink.url());
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var engine = new Engine(log)) {
            log.awaitState(endpoint, "failed");
            assertThat(engine.disabled).isEmpty();
        }
        log.stage(UUID.randomUUID(), "CONTACT");
        try (var later = new Engine(log, Clock.offset(Clock.systemUTC(), Duration.ofDays(4)))) {
            Await.until("it is disabled", () -> later.disabled.contains("failing"));
        }
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

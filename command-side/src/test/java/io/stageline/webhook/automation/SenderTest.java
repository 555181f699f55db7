package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.webhook.automation.Answer.Failure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.resources.LoopResources;

@Timeout(60)
class SenderTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);

    private final LoopResources threads = LoopResources.create("test", 1, true);
    private final CountDownLatch never = new CountDownLatch(1);
    private final Sink sink = new Sink(Sink.status(200));
    private final Deque<String> addresses = new ArrayDeque<>();
    private final Sender sender = new Sender(new Guard("127.0.0.1", this::next), threads);

    @AfterEach
    void close() {
        never.countDown();
        sender.close();
        sink.close();
        threads.dispose();
    }

    @Test
    void a_message_arrives_as_it_was_given_by_way_of_the_checked_address() {
        addresses.add("127.0.0.1");
        var answer = send("http://receiver.example:" + sink.port() + "/hook?a=b", LONG);
        assertThat(answer.status()).isEqualTo(200);
        var request = sink.requests().get(0);
        assertThat(request.path()).isEqualTo("/hook?a=b");
        assertThat(request.body()).isEqualTo("{\"name\":\"Zoë\"}");
        assertThat(request.headers())
                .containsEntry("host", "receiver.example:" + sink.port())
                .containsEntry("content-length", "15")
                .containsEntry("webhook-id", "msg_1")
                .doesNotContainKeys("accept-encoding", "transfer-encoding");
    }

    @Test
    void connections_are_used_again() {
        for (var i = 0; i < 20; i++) assertThat(send(LONG).status()).isEqualTo(200);
        assertThat(sink.connections()).isLessThan(5);
    }

    @Test
    void what_the_receiver_says_is_told_with_its_status_and_its_wish_to_wait() {
        sink.now((request, out) -> Sink.write(out, Sink.head(429, "retry-after: 7", "content-length: 4") + "\r\nbusy"));
        assertThat(send(LONG)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.retryAfter()).isEqualTo("7");
            assertThat(answer.text()).isEqualTo("busy");
            assertThat(answer.failure()).isNull();
        });
    }

    @Test
    void a_redirect_is_not_followed() {
        try (var inside = new Sink(Sink.status(200))) {
            for (var status : List.of(301, 302, 303, 307, 308)) {
                sink.now(Sink.status(status, "location: " + inside.url()));
                assertThat(send(LONG).status()).isEqualTo(status);
            }
            assertThat(inside.connections()).isZero();
        }
    }

    @Test
    void a_receiver_that_does_not_answer_is_left_when_the_time_is_over() {
        sink.now((request, out) -> never.await());
        var answer = send(SHORT);
        assertThat(answer.failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(answer.latencyMillis()).isBetween(350, 5_000);
    }

    @Test
    void a_receiver_that_answers_letter_by_letter_is_left_when_the_time_is_over() {
        sink.now((request, out) -> {
            while (!never.await(50, TimeUnit.MILLISECONDS)) Sink.write(out, "H");
        });
        assertThat(send(SHORT).failure()).isIn(Failure.TIMEOUT, Failure.PROTOCOL);
    }

    @Test
    void a_body_that_comes_slowly_does_not_take_the_status_back() {
        sink.now((request, out) -> {
            Sink.write(out, Sink.head(200, "content-length: 1000") + "\r\nfirst");
            never.await();
        });
        var answer = send(SHORT);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("first");
        assertThat(answer.latencyMillis()).isLessThan(5_000);
    }

    @Test
    void of_an_endless_body_1000_characters_are_kept_and_the_rest_is_not_taken() throws InterruptedException {
        var written = new AtomicLong();
        var hungUp = new CountDownLatch(1);
        sink.now((request, out) -> {
            try {
                Sink.write(out, Sink.head(500) + "\r\n");
                for (; ; written.addAndGet(8_000)) Sink.write(out, "äbcdefgh".repeat(1_000));
            } finally {
                hungUp.countDown();
            }
        });
        var answer = send(LONG);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).hasSize(1_000).startsWith("äbcdefghäb");
        assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(written.get()).isLessThan(20_000_000);
    }

    @Test
    void a_compressed_body_is_not_unpacked() {
        sink.now((request, out) -> {
            Sink.write(out, Sink.head(200, "content-encoding: gzip") + "\r\n");
            var packed = new GZIPOutputStream(out);
            for (var i = 0; i < 100; i++) packed.write(new byte[1_000_000]);
            packed.finish();
            throw new java.io.IOException("the end");
        });
        var answer = send(LONG);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).hasSizeLessThanOrEqualTo(1_000).doesNotContain("\u0000");
    }

    @Test
    void headers_without_end_are_not_read_to_the_end() {
        sink.now((request, out) -> {
            Sink.write(out, "HTTP/1.1 200 OK\r\n");
            while (true) Sink.write(out, "a: " + "b".repeat(1_000) + "\r\n");
        });
        assertThat(send(LONG).failure()).isIn(Failure.PROTOCOL, Failure.RESET);
    }

    @Test
    void a_receiver_that_hangs_up_has_not_answered() {
        sink.now((request, out) -> {
            throw new java.io.IOException("hung up");
        });
        assertThat(send(LONG).failure()).isEqualTo(Failure.RESET);
        assertThat(sink.requests()).hasSize(1);
    }

    @Test
    void nobody_listening_is_told_from_nobody_known() throws Exception {
        int closed;
        try (var door = new ServerSocket(0)) {
            closed = door.getLocalPort();
        }
        assertThat(send("http://127.0.0.1:" + closed, LONG).failure()).isEqualTo(Failure.CONNECT);
        assertThat(send("http://nobody.example:" + closed, LONG).failure()).isEqualTo(Failure.DNS);
    }

    @Test
    void a_name_that_changes_to_a_private_address_is_followed_no_longer() {
        addresses.addAll(List.of("127.0.0.1", "127.0.0.2", "10.0.0.1"));
        var url = "http://receiver.example:" + sink.port() + "/";
        assertThat(send(url, LONG).status()).isEqualTo(200);
        assertThat(send(url, LONG).failure()).isEqualTo(Failure.BLOCKED);
        assertThat(send(url, LONG).failure()).isEqualTo(Failure.BLOCKED);
        assertThat(sink.requests()).hasSize(1);
    }

    @Test
    void nothing_reaches_this_machine_unless_it_is_allowed() {
        try (var careful = new Sender(new Guard("", this::next), threads)) {
            addresses.add("127.0.0.1");
            for (var url : List.of("http://127.0.0.1:" + sink.port(), "https://receiver.example:8443", sink.url()))
                assertThat(careful.send(attempt(url, LONG)).join().failure()).isEqualTo(Failure.BLOCKED);
        }
        assertThat(sink.connections()).isZero();
    }

    @Test
    void a_certificate_is_checked_and_so_is_whose_it_is() throws Exception {
        var identity = SelfMade.identity("receiver.example");
        try (var secure = new Sink(identity.door(), Sink.status(200));
                var trusting = new Sender(
                        new Guard("127.0.0.1", this::next),
                        threads,
                        Http11SslContextSpec.forClient().configure(tls -> tls.trustManager(identity.certificate())))) {
            addresses.addAll(List.of("127.0.0.1", "127.0.0.1", "127.0.0.1"));
            var url = "https://receiver.example:" + secure.port();
            assertThat(send(url, LONG).failure()).isEqualTo(Failure.TLS);
            assertThat(trusting.send(attempt(url, LONG)).join().status()).isEqualTo(200);
            var other = attempt("https://other.example:" + secure.port(), LONG);
            assertThat(trusting.send(other).join().failure()).isEqualTo(Failure.TLS);
            assertThat(secure.requests()).hasSize(1);
        }
    }

    private Answer send(Duration timeout) {
        return send(sink.url(), timeout);
    }

    private Answer send(String url, Duration timeout) {
        return sender.send(attempt(url, timeout)).join();
    }

    private static Attempt attempt(String url, Duration timeout) {
        return new Attempt(Receiver.of(url), Map.of("webhook-id", "msg_1"), "{\"name\":\"Zoë\"}", timeout);
    }

    private CompletableFuture<List<InetAddress>> next(String host) {
        try {
            if (addresses.isEmpty()) throw new java.net.UnknownHostException(host);
            return CompletableFuture.completedFuture(List.of(InetAddress.getByName(addresses.removeFirst())));
        } catch (java.net.UnknownHostException unknown) {
            return CompletableFuture.failedFuture(unknown);
        }
    }
}

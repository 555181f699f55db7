package io.stageline.webhook.automation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Sends a request to the address that the guard has checked, and never anywhere else: no redirect is followed, no proxy is
 * asked. What comes back is read up to a limit, as it is, and not beyond the deadline.
 */
public final class Sender implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int CONNECTIONS_PER_RECEIVER = 256;
    private static final Duration IDLE = Duration.ofSeconds(4); // many servers hang up after 5
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int LONGEST_LINE = 4_096;
    private static final int LONGEST_HEADERS = 16_384;

    private final Guard guard;
    private final ConnectionProvider connections;
    private final HttpClient plain;
    private final HttpClient tls;

    public Sender(Guard guard, LoopResources threads) {
        this(guard, threads, Http11SslContextSpec.forClient());
    }

    /** One that trusts others than the JDK does. */
    Sender(Guard guard, LoopResources threads, Http11SslContextSpec trust) {
        this.guard = guard;
        connections = ConnectionProvider.builder("webhooks")
                .maxConnections(CONNECTIONS_PER_RECEIVER)
                .pendingAcquireMaxCount(-1)
                .maxIdleTime(IDLE)
                .maxLifeTime(LIFE)
                .evictInBackground(IDLE)
                .build();
        plain = HttpClient.create(connections)
                .runOn(threads)
                .protocol(HttpProtocol.HTTP11)
                .followRedirect(false)
                .compress(false)
                .disableRetry(true) // every attempt is recorded
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .httpResponseDecoder(
                        limits -> limits.maxInitialLineLength(LONGEST_LINE).maxHeaderSize(LONGEST_HEADERS));
        tls = plain.secure(spec -> spec.sslContext(trust).handshakeTimeout(Duration.ofMillis(CONNECT_MILLIS)));
    }

    /** What came of it; never fails. */
    public CompletableFuture<Answer> send(Attempt attempt) {
        var began = System.nanoTime();
        return Mono.fromFuture(() -> guard.addressOf(attempt.receiver()))
                .flatMap(address -> exchange(attempt, address, began))
                .timeout(attempt.timeout())
                .onErrorResume(failed -> Mono.just(Answer.of(Failures.of(failed), millisSince(began))))
                .toFuture();
    }

    private Mono<Answer> exchange(Attempt attempt, InetSocketAddress address, long began) {
        var body = attempt.body().getBytes(UTF_8);
        var client = (attempt.receiver().tls() ? tls : plain)
                .remoteAddress(() -> address)
                .headers(headers -> {
                    attempt.headers().forEach(headers::set);
                    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
                });
        return client.post()
                .uri(attempt.receiver().path())
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseConnection((response, connection) -> answer(response, connection, attempt, began))
                .next();
    }

    /** The status decides; of a body that does not end in time there is only a beginning. */
    private static Publisher<Answer> answer(
            HttpClientResponse response, Connection connection, Attempt attempt, long began) {
        var left = attempt.timeout().toMillis() - millisSince(began);
        return BodyStart.of(connection, Duration.ofMillis(Math.max(1, left * 9 / 10)))
                .map(text -> new Answer(
                        response.status().code(),
                        null,
                        millisSince(began),
                        header(response, HttpHeaderNames.RETRY_AFTER),
                        text));
    }

    private static @Nullable String header(HttpClientResponse response, CharSequence name) {
        return response.responseHeaders().get(name);
    }

    private static int millisSince(long began) {
        return (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    @Override
    public void close() {
        connections.dispose();
    }
}

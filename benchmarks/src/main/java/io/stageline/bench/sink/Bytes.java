package io.stageline.bench.sink;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The HTTP client that the product sends webhooks with, sending the same bytes again and again. */
public final class Bytes implements AutoCloseable {
    private static final int NO_CONTENT = 204;

    private final ConnectionProvider connections;
    private final HttpClient client;
    private final int inFlight;

    /** So many are under way at a time. */
    public Bytes(int port, int inFlight) {
        this.inFlight = inFlight;
        connections = ConnectionProvider.builder("bytes")
                .maxConnections(inFlight)
                .pendingAcquireMaxCount(-1)
                .build();
        client = HttpClient.create(connections).host("127.0.0.1").port(port);
    }

    /** Sends bodies of this length for so long; how many were answered. */
    public long send(int length, Duration time) {
        var body = new byte[length];
        var end = System.nanoTime() + time.toNanos();
        return Flux.<Integer>generate(next -> {
                    if (System.nanoTime() < end) next.next(1);
                    else next.complete();
                })
                .flatMap(one -> post(body), inFlight)
                .count()
                .blockOptional()
                .orElse(0L);
    }

    private Mono<Integer> post(byte[] body) {
        return client.headers(headers -> headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length))
                .post()
                .uri("/hook")
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle(
                        (response, nothing) -> Mono.just(response.status().code()));
    }

    @Override
    public void close() {
        connections.dispose();
    }
}

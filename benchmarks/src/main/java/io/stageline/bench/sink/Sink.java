package io.stageline.bench.sink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A receiver of webhooks: says yes to all, and notes how long after its event each came; what goes to a hole is never answered. */
public final class Sink implements AutoCloseable {
    private static final String TIMESTAMP = "\"timestamp\":\"";

    private final DisposableServer server;
    private final LongAdder received = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private volatile Histogram delays = new ConcurrentHistogram(3);

    public Sink() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post("/hook", (request, response) -> request.receive()
                                .aggregate()
                                .asString(StandardCharsets.UTF_8)
                                .doOnNext(this::note)
                                .then(response.status(204).send()))
                        .post("/hole", (request, response) -> Mono.never()))
                .bindNow();
    }

    private void note(String body) {
        var from = body.indexOf(TIMESTAMP) + TIMESTAMP.length();
        if (from >= TIMESTAMP.length()) {
            var event = Instant.parse(body.substring(from, body.indexOf('"', from)));
            delays.recordValue(
                    Math.max(0, Duration.between(event, Instant.now()).toNanos() / 1_000));
        }
        bytes.add(body.length());
        received.increment();
    }

    public int port() {
        return server.port();
    }

    /** Where it answers. */
    public String hook() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    /** Where it never does. */
    public String hole() {
        return "http://127.0.0.1:" + port() + "/hole";
    }

    /** How many it was sent in all. */
    public long received() {
        return received.sum();
    }

    /** How long their bodies are on average, at least 1. */
    public int averageBytes() {
        return (int) Math.max(1, bytes.sum() / Math.max(1, received()));
    }

    /** What came since this was last asked: how many microseconds after its event. */
    public Histogram takeDelays() {
        var taken = delays;
        delays = new ConcurrentHistogram(3);
        return taken;
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}

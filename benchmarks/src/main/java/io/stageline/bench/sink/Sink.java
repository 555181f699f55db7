package io.stageline.bench.sink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * A receiver of webhooks: says yes to all, counts each once however often it comes, and notes how long after its event it
 * came first; what goes to a hole is never answered.
 */
public final class Sink implements AutoCloseable {
    private static final String ID = "webhook-id";
    private static final String TIMESTAMP = "\"timestamp\":\"";

    private final DisposableServer server;
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final LongAdder bare = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private volatile Histogram delays = new ConcurrentHistogram(3);

    public Sink() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post("/hook", (request, response) -> request.receive()
                                .aggregate()
                                .asString(StandardCharsets.UTF_8)
                                .doOnNext(body -> note(request.requestHeaders().get(ID), body))
                                .then(response.status(204).send()))
                        .post("/hole", (request, response) -> Mono.never()))
                .bindNow();
    }

    private void note(@Nullable String id, String body) {
        if (id == null) bare.increment();
        else if (ids.add(id)) note(body);
    }

    private void note(String body) {
        var from = body.indexOf(TIMESTAMP) + TIMESTAMP.length();
        var event = Instant.parse(body.substring(from, body.indexOf('"', from)));
        delays.recordValue(Math.max(0, Duration.between(event, Instant.now()).toNanos() / 1_000));
        bytes.add(body.length());
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

    /** How many different webhooks have come. */
    public long received() {
        return ids.size();
    }

    /** How many requests have come that were no webhooks. */
    public long bare() {
        return bare.sum();
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

package io.stageline.bench.rows;

import io.stageline.bench.Api;
import io.stageline.bench.Board;
import io.stageline.bench.Product;
import io.stageline.bench.load.BatchWriter;
import io.stageline.bench.load.HttpLoad;
import io.stageline.bench.load.Outcome;
import io.stageline.bench.sink.Sink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A tenant who tells every stage to many webhook endpoints, some of which may never answer. */
final class Told implements AutoCloseable {
    static final int ENDPOINTS = 100;
    private static final int ENTRIES = 2_000;
    private static final long LOOK_NANOS = 1_000_000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final Pattern ID = Pattern.compile("\"endpointId\"\\s*:\\s*\"([^\"]+)\"");
    private static final String ENDPOINT = """
            {"name":"Receiver","url":"%s","eventTypes":["entry.stage_recorded"]}
            """;

    private final Product product;
    private final Api api;
    private final Sink sink = new Sink();
    private final List<String> silent;
    private final int answering;
    private final BatchWriter writer;
    private long expected;

    /** A tenant of this name; each request records so many stages. */
    Told(Product product, String name, int silentOnes, int stagesEach) {
        this.product = product;
        var key = product.newTenant(name);
        api = new Api(product.address(), key);
        answering = ENDPOINTS - silentOnes;
        var entries = new Board(product.address(), key).entries(ENTRIES);
        writer = new BatchWriter(key, entries, Commands.NOTE, stagesEach);
        IntStream.range(0, answering).forEach(n -> endpoint(sink.hook()));
        silent = IntStream.range(0, silentOnes)
                .mapToObj(n -> endpoint(sink.hole()))
                .toList();
        silent.forEach(endpoint -> control(endpoint, "pause"));
    }

    private String endpoint(String url) {
        var made = api.post("/v1/webhook-endpoints", "application/json", ENDPOINT.formatted(url));
        var id = ID.matcher(made);
        if (!id.find()) throw new IllegalStateException("no endpoint: " + made);
        return id.group(1);
    }

    private void control(String endpoint, String what) {
        api.post("/v1/webhook-endpoints/" + endpoint + "/" + what);
    }

    Sink sink() {
        return sink;
    }

    /** Sends requests one after the other for so long, so many a second. */
    Outcome paced(Duration time, double perSecond) {
        silent.forEach(endpoint -> control(endpoint, "resume"));
        return sent(HttpLoad.paced(product.address(), List.of(writer), time, perSecond));
    }

    /** Sends one request. */
    void one() {
        sent(HttpLoad.times(product.address(), List.of(writer), 1));
    }

    private Outcome sent(Outcome outcome) {
        if (outcome.failed() > 0 || writer.anyRefused()) throw new IllegalStateException("not recorded: " + outcome);
        expected += outcome.good() * writer.each() * answering;
        return outcome;
    }

    /** How many messages are still to come. */
    long waiting() {
        return expected - sink.received();
    }

    /** Waits until every message has come to those who answer. */
    void awaitAll() {
        var end = System.nanoTime() + PATIENCE_NANOS;
        while (waiting() > 0) {
            if (System.nanoTime() > end) throw new IllegalStateException(waiting() + " messages did not come");
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (waiting() < 0) throw new IllegalStateException(-waiting() + " messages came that nobody sent");
    }

    /** Waits for them, and sends nothing more to those who do not answer. */
    void settle() {
        silent.forEach(endpoint -> control(endpoint, "pause"));
        awaitAll();
    }

    @Override
    public void close() {
        sink.close();
    }
}

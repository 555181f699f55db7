package io.stageline.bench.rows;

import io.stageline.bench.Api;
import io.stageline.bench.Product;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.sink.Sink;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A tenant whose every signal raises an alert, which is told to one webhook endpoint. */
final class ToldAlerts implements AutoCloseable {
    private static final long LOOK_NANOS = 100_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String RULE = """
            {"name":"Busy","severity":"WARNING","fingerprint":["subject"],
             "condition":{"kind":"threshold","of":{"type":"bench.load"},"is":"ABOVE","limit":90}}""";
    private static final String ENDPOINT = """
            {"name":"Pager","url":"%s","eventTypes":["alert.raised"]}""";
    private static final String SIGNAL = """
            {"id":"%1$d","type":"bench.load","subject":"server-%1$d","value":95,"occurredAt":"2026-03-01T10:00:00Z"}
            """;

    private final Api api;
    private final Sink sink = new Sink();
    private long signals;

    ToldAlerts(Product product) {
        api = new Api(product.address(), product.newTenant("alerts"));
        api.post("/v1/alert-rules", "application/json", RULE);
        api.post("/v1/webhook-endpoints", "application/json", ENDPOINT.formatted(sink.hook()));
    }

    /** One after the other, each when the alert of the one before is there and a moment is over. */
    Measured oneByOne(Duration time) {
        sink.takeDelays();
        var began = System.nanoTime();
        var before = sink.received();
        for (; System.nanoTime() - began < time.toNanos(); LockSupport.parkNanos(PAUSE_NANOS)) one();
        return P10.counted(sink, before, began);
    }

    private void one() {
        api.post("/v1/signals", "application/x-ndjson", SIGNAL.formatted(++signals));
        var end = System.nanoTime() + PATIENCE_NANOS;
        while (sink.received() < signals) {
            if (System.nanoTime() > end) throw new IllegalStateException("alert " + signals + " was not told");
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}

package io.stageline.webhook.automation;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two threads of the delivery: one sends what is due, one writes what came of it, both as much at once as there is. */
final class Deliveries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int AT_ONCE = 500;
    private static final long SWEEP_MILLIS = 250;
    private static final long PAUSE_MILLIS = 500;
    private static final long STOP_MILLIS = 4_000;

    private final Delivery delivery;
    private final Lanes lanes;
    private final Outcomes records;
    private final Health health;
    private final DeliveryMetrics metrics;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final Ready ready = new Ready();
    private final Thread sending = new Thread(this::sendAll, "webhook-sending");
    private final Thread recording = new Thread(this::recordAll, "webhook-recording");
    private volatile boolean running = true;

    Deliveries(
            Function<java.util.function.Consumer<Outcome>, Delivery> delivery,
            Lanes lanes,
            Outcomes records,
            Health health,
            DeliveryMetrics metrics) {
        this.delivery = delivery.apply(outcomes::add);
        this.lanes = lanes;
        this.records = records;
        this.health = health;
        this.metrics = metrics;
    }

    void start() {
        for (var thread : List.of(sending, recording)) {
            thread.setDaemon(true);
            thread.start();
        }
        metrics.watch(delivery);
    }

    /** There may be something to send to these. */
    void wake(Collection<EndpointKey> endpoints) {
        ready.add(endpoints);
    }

    private void sendAll() {
        var swept = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);
        while (running) {
            try {
                var now = System.nanoTime();
                if (now - swept >= TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS)) {
                    wake(lanes.withDue());
                    swept = now;
                }
                var endpoints = ready.take(SWEEP_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - swept));
                if (!endpoints.isEmpty()) ready.keepForLater(delivery.send(endpoints), SWEEP_MILLIS);
            } catch (InterruptedException stopped) {
                return;
            } catch (SQLException | RuntimeException failed) {
                pause("messages are sent later", failed);
            }
        }
    }

    private void recordAll() {
        var batch = new ArrayList<Outcome>();
        while ((running || delivery.underWay() > 0) && !recording.isInterrupted()) {
            try {
                if (batch.isEmpty()) gather(batch);
                if (batch.isEmpty()) continue;
                records.record(batch);
                var recorded = List.copyOf(batch);
                batch.clear();
                recorded.forEach(this::over);
            } catch (InterruptedException stopped) {
                return;
            } catch (SQLException | RuntimeException failed) {
                pause("what came of messages is written later", failed);
            }
        }
    }

    private void gather(List<Outcome> batch) throws InterruptedException {
        @Nullable Outcome first = outcomes.poll(SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) return;
        batch.add(first);
        outcomes.drainTo(batch, AT_ONCE);
    }

    private void over(Outcome outcome) {
        delivery.over(outcome);
        metrics.count(outcome);
        wake(List.of(outcome.claim().lane().endpoint()));
        try {
            health.heard(outcome);
        } catch (SQLException | RuntimeException failed) {
            LOG.warn("the health of an endpoint is looked after later", failed);
        }
    }

    private static void pause(String what, Exception failed) {
        LOG.warn(what, failed);
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends nothing more and writes what comes of what is on its way, for some seconds; the rest is sent again after its lease. */
    @Override
    public void close() {
        running = false;
        try {
            sending.interrupt();
            sending.join(STOP_MILLIS);
            recording.join(STOP_MILLIS);
            recording.interrupt();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}

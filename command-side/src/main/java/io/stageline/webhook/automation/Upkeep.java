package io.stageline.webhook.automation;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done about the queue apart from the delivery: what was asked about many messages, counting, and removing what is old. */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final int THREADS = 3;
    private static final long LOOK_MILLIS = 1_000;
    private static final long COUNT_SECONDS = 15;
    private static final long REMOVE_SECONDS = 300;

    private final Errands errands;
    private final Retention retention;
    private final QueueMetrics metrics;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(THREADS, work -> {
        var thread = new Thread(work, "webhook-upkeep");
        thread.setDaemon(true);
        return thread;
    });

    Upkeep(Errands errands, Retention retention, QueueMetrics metrics) {
        this.errands = errands;
        this.retention = retention;
        this.metrics = metrics;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::goOn, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(this::count, 0, COUNT_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::remove, REMOVE_SECONDS, REMOVE_SECONDS, TimeUnit.SECONDS);
    }

    private void goOn() {
        try {
            while (errands.step() && !Thread.currentThread().isInterrupted()) continue;
        } catch (SQLException | RuntimeException failed) {
            LOG.warn("what was asked about many messages is done later", failed);
        }
    }

    private void count() {
        try {
            metrics.count();
        } catch (SQLException | RuntimeException failed) {
            LOG.warn("the queue is counted later", failed);
        }
    }

    private void remove() {
        try {
            var removed = retention.removeOld();
            if (removed > 0) LOG.info("removed {} messages that were delivered long ago", removed);
        } catch (SQLException | RuntimeException failed) {
            LOG.warn("old messages are removed later", failed);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

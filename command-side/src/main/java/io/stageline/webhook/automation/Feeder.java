package io.stageline.webhook.automation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stageline.eventlog.EventLog;
import io.stageline.webhook.automation.Feed.Fed;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that feeds the messages of one log, at once when the log grows; of several processes one does it. */
final class Feeder implements AutoCloseable {
    private static final Logger LOG_OF_PROBLEMS = LoggerFactory.getLogger(Feeder.class);
    private static final long LOOK_MILLIS = 1_000;
    /** Who waits for the queue in another process sees what concerns nobody no later than this. */
    private static final long STORE_MILLIS = 250;

    private static final long STOP_MILLIS = 4_000;

    private final Feed feed;
    private final EventLog log;
    private final Consumer<Fed> fed;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile long position;

    /** The consumer hears of what is committed. */
    Feeder(Feed feed, EventLog log, MeterRegistry meters, Consumer<Fed> fed) {
        this.feed = feed;
        this.log = log;
        this.fed = fed;
        this.thread = new Thread(this::run, "webhook-feed-" + log.number());
        Gauge.builder("stageline.webhook.feed.position", () -> position)
                .tag("log", Integer.toString(log.number()))
                .register(meters);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (running) {
            try {
                var done = feed.feed();
                if (done == null) Thread.sleep(LOOK_MILLIS);
                else tell(done);
            } catch (InterruptedException stopped) {
                return;
            } catch (SQLException | RuntimeException failed) {
                pause(failed);
            }
        }
    }

    private void tell(Fed done) throws InterruptedException {
        position = done.position();
        if (done.events() == 0) log.await(position, STORE_MILLIS);
        else fed.accept(done);
    }

    private static void pause(Exception failed) {
        LOG_OF_PROBLEMS.warn("messages are queued later", failed);
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}

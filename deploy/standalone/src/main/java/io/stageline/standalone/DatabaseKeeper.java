package io.stageline.standalone;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server's own database again when its process is gone, on the same port, as often as it takes (ADR 16). */
final class DatabaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseKeeper.class);
    private static final long BETWEEN_LOOKS = 100;
    private static final long MOST_BETWEEN_ATTEMPTS = 5_000;
    private static final int STOPS_WITHIN_SECONDS = 2;

    private final Postmaster postmaster;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::keep, "database-keeper");

    DatabaseKeeper(Postmaster postmaster) {
        this.postmaster = postmaster;
        thread.setDaemon(true);
        thread.start();
    }

    private void keep() {
        try {
            while (!closing.await(BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) if (!postmaster.isRunning()) startAgain();
        } catch (InterruptedException closed) {
            LOG.debug("the database is left to itself");
        }
    }

    /** Its orphaned sessions may need a moment to go, and a full disk somebody to clear it. */
    private void startAgain() throws InterruptedException {
        var gone = System.nanoTime();
        LOG.warn("the database ended unexpectedly and is started again; until then requests are answered with 503");
        for (var pause = BETWEEN_LOOKS; !attempt(); pause = Math.min(2 * pause, MOST_BETWEEN_ATTEMPTS))
            if (closing.await(pause, TimeUnit.MILLISECONDS)) return;
        LOG.warn(
                "the database is back after {} ms",
                Duration.ofNanos(System.nanoTime() - gone).toMillis());
    }

    private boolean attempt() {
        try {
            postmaster.startAgain();
            return true;
        } catch (IOException failed) {
            if (closing.getCount() > 0) LOG.error("the database does not start: {}", failed.getMessage());
            return false;
        }
    }

    /** Looks away, so that the database can be stopped on purpose. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOPS_WITHIN_SECONDS));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}

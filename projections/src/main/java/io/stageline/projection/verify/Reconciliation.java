package io.stageline.projection.verify;

import io.stageline.projection.Projection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reconciles every projection once a minute of its clock, for as long as it is open. */
public final class Reconciliation implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Reconciliation.class);
    private static final Duration BETWEEN = Duration.ofSeconds(60);
    private static final int LOOK_SECONDS = 1;
    private static final int STOP_SECONDS = 5;

    private final List<Projection> projections;
    private final Reconciler reconciler;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "reconciliation");
        thread.setDaemon(true);
        return thread;
    });
    private Instant last;

    public Reconciliation(List<Projection> projections, Reconciler reconciler, Clock clock) {
        this.projections = List.copyOf(projections);
        this.reconciler = reconciler;
        this.clock = clock;
        this.last = clock.instant();
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Reconciles if it is time; the next minute begins with this cycle, however long it takes. */
    synchronized void look() {
        var now = clock.instant();
        var since = Duration.between(last, now);
        if (!since.isNegative() && since.compareTo(BETWEEN) < 0) return; // a clock that was put back delays nothing
        last = now;
        projections.forEach(this::cycle);
    }

    // A cycle that fails is followed by the next; what the database says may hold values of rows, so it is not told.
    private void cycle(Projection projection) {
        try {
            reconciler.cycle(projection);
        } catch (SQLException failed) {
            logger.warn("{} is reconciled later: {}", projection.name(), failed.getSQLState());
        } catch (RuntimeException failed) {
            logger.warn(
                    "{} is reconciled later: {}",
                    projection.name(),
                    failed.getClass().getName());
        }
    }

    /** A sample that is being compared is compared to its end, as nothing it needs may be closed before. */
    @Override
    public void close() throws InterruptedException {
        timer.shutdownNow();
        if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) logger.warn("a sample is still being compared");
    }
}

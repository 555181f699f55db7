package io.stageline.projection.verify;

import io.stageline.projection.Projection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reconciles every projection once a minute, for as long as it is open. */
public final class Reconciliation implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Reconciliation.class);
    private static final int PAUSE_SECONDS = 60;

    private final List<Projection> projections;
    private final Reconciler reconciler;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "reconciliation");
        thread.setDaemon(true);
        return thread;
    });

    public Reconciliation(List<Projection> projections, Reconciler reconciler) {
        this.projections = List.copyOf(projections);
        this.reconciler = reconciler;
        timer.scheduleAtFixedRate(this::cycle, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    // A cycle that fails is followed by the next; what the database says may hold values of rows, so it is not told.
    private void cycle() {
        for (var projection : projections)
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

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

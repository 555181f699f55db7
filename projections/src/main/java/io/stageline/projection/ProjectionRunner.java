package io.stageline.projection;

import io.stageline.eventlog.EventLogs;
import io.stageline.eventlog.Follower;
import io.stageline.eventlog.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/** The processors of all projections: they start before the first request is taken and stop after the last one. */
public final class ProjectionRunner implements SmartLifecycle, EventLogs.Watcher {
    private static final String STORED_POSITIONS =
            "SELECT projection, log_id, position FROM stageline.projection_position";
    private static final int STOP_SECONDS = 5;
    // Below the web server's phase: what is lower starts earlier and stops later.
    private static final int BEFORE_THE_WEB_SERVER = 0;

    private final List<TrackingEventProcessor> processors;
    private final DataSource database;
    private final Progress progress;
    private volatile boolean running;

    ProjectionRunner(List<TrackingEventProcessor> processors, DataSource database, Progress progress) {
        this.processors = processors;
        this.database = database;
        this.progress = progress;
    }

    @Override
    public void start() {
        recallPositions();
        processors.forEach(TrackingEventProcessor::start);
        running = true;
    }

    /** Nobody shall wait for a position that was reached before this process began, or before the database was lost. */
    private void recallPositions() {
        var stored = new HashMap<Follower, Long>();
        new JdbcTemplate(database).query(STORED_POSITIONS, row -> {
            stored.put(new Follower(row.getString(1), row.getInt(2)), row.getLong(3));
        });
        progress.found(stored);
    }

    @Override
    public void databaseLost() {
        progress.lost();
    }

    @Override
    public void databaseFound() {
        recallPositions();
    }

    @Override
    public void stop() {
        stopAll().join();
    }

    @Override
    public void stop(Runnable stopped) {
        stopAll().thenRun(stopped);
    }

    private CompletableFuture<Void> stopAll() {
        running = false;
        var all = processors.stream().map(TrackingEventProcessor::shutdownAsync).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all)
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> null);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return BEFORE_THE_WEB_SERVER;
    }
}

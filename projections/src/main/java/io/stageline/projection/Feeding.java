package io.stageline.projection;

import io.stageline.eventlog.EventLogs;
import io.stageline.projection.Generation.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Feeds every generation that this version can fold, from when it appears in the catalogue until it is gone: those that
 * are shown, those that may be, and those to go back to. It starts before the first request is taken and stops after the
 * last one.
 */
public final class Feeding implements SmartLifecycle, EventLogs.Watcher {
    private static final Logger log = LoggerFactory.getLogger(Feeding.class);
    private static final Set<State> FED = Set.of(State.FOLLOWING, State.VERIFIED, State.LIVE, State.WARM);
    private static final String FORGET_TOKENS =
            "DELETE FROM stageline.token_entry WHERE split_part(processor_name, '/', 1) = ?";
    private static final int BETWEEN_LOOKS_MILLIS = 1_000;
    private static final int STOP_SECONDS = 5;
    // Below the web server's phase: what is lower starts earlier and stops later.
    private static final int BEFORE_THE_WEB_SERVER = 0;

    private final Catalog catalog = new Catalog();
    private final Map<String, Fed> fed = new ConcurrentHashMap<>();
    private final Map<String, Integer> shapes = new HashMap<>();
    private final Feeders feeders;
    private final JdbcTemplate database;
    private final Told told;
    private @Nullable ScheduledExecutorService looking;
    private volatile boolean running;

    /** How a generation is fed, and what is given back when it is fed no more. */
    interface Feeders {
        Fed feed(Generation generation);

        void close(Fed fed);
    }

    Feeding(List<Projection> projections, Feeders feeders, DataSource database, Told told) {
        projections.forEach(projection -> shapes.put(projection.name(), projection.shape()));
        this.feeders = feeders;
        this.database = new JdbcTemplate(database);
        this.told = told;
    }

    @Override
    public synchronized void start() {
        told.recall(database, shapes);
        running = true;
        look();
        looking = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "feeding");
            thread.setDaemon(true);
            return thread;
        });
        looking.scheduleWithFixedDelay(
                this::lookIfPossible, BETWEEN_LOOKS_MILLIS, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void lookIfPossible() {
        try {
            look();
        } catch (RuntimeException unreachable) { // looked at again in a second
            log.warn(
                    "the generations cannot be looked up: {}",
                    unreachable.getClass().getSimpleName());
        }
    }

    /** Feeds what has appeared, and lets go of what is gone; who switched generations in this process need not wait for it. */
    public synchronized void look() {
        if (!running) return;
        var all = all();
        for (var generation : all)
            told.isShown(generation, generation.state() == State.LIVE && generation.tenant() == null);
        told.look(database);
        for (var generation : all) {
            if (isToBeFed(generation)) fed.computeIfAbsent(generation.feed(), appeared -> begin(generation));
            else letGo(generation);
        }
    }

    private boolean isToBeFed(Generation generation) {
        var shape = shapes.get(generation.projection());
        return shape != null && shape == generation.shape() && FED.contains(generation.state());
    }

    private List<Generation> all() {
        var all = database.execute((ConnectionCallback<List<Generation>>) catalog::all);
        return all == null ? List.of() : all;
    }

    private Fed begin(Generation generation) {
        var begun = feeders.feed(generation);
        begun.start();
        return begun;
    }

    private void letGo(Generation generation) {
        var gone = fed.remove(generation.feed());
        if (gone != null)
            gone.stop().whenComplete((stopped, failure) -> {
                feeders.close(gone);
                if (generation.state() == State.DROPPED) forgetTokens(generation);
            });
    }

    /** A processor that did not know yet may have claimed its token anew. */
    private void forgetTokens(Generation generation) {
        database.update(FORGET_TOKENS, generation.feed());
    }

    @Override
    public void databaseLost() {
        told.lost();
    }

    @Override
    public void databaseFound() {
        told.recall(database, shapes);
    }

    @Override
    public void stop() {
        stopAll().join();
    }

    @Override
    public void stop(Runnable stopped) {
        stopAll().thenRun(stopped);
    }

    private synchronized CompletableFuture<Void> stopAll() {
        running = false;
        if (looking != null) looking.shutdownNow();
        var all = new ArrayList<>(fed.values());
        fed.clear();
        return CompletableFuture.allOf(all.stream().map(Fed::stop).toArray(CompletableFuture[]::new))
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> null)
                .thenRun(() -> all.forEach(feeders::close));
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

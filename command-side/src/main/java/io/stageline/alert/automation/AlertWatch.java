package io.stageline.alert.automation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Watches over all logs while the process runs: a thread for each follows it and tells the alerts, and one for time that passes. */
public final class AlertWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);
    private static final long LOOK_MILLIS = 250;
    private static final long TICK_MILLIS = 1_000;
    private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(4);

    private final List<Lane> lanes;
    private final Ticker ticker;
    private final ParkedIntents parked;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    AlertWatch(List<Lane> lanes, Ticker ticker, ParkedIntents parked) {
        this.lanes = lanes;
        this.ticker = ticker;
        this.parked = parked;
    }

    /** A log that is followed, and the alerts that are told. */
    record Lane(int log, Follower follower, IntentSender sender) {}

    private interface Round {
        void go() throws InterruptedException;
    }

    @Override
    public synchronized void start() {
        if (running) return;
        running = true;
        for (var lane : lanes) begin("alerts-" + lane.log, () -> round(lane));
        begin("alert-clock", () -> {
            ticker.tick();
            parked.count();
            Thread.sleep(TICK_MILLIS);
        });
    }

    private static void round(Lane lane) throws InterruptedException {
        if (!lane.follower.passes()) {
            var more = lane.follower.next();
            lane.sender.send();
            if (more) return;
        }
        lane.follower.await(LOOK_MILLIS);
    }

    private void begin(String name, Round round) {
        var thread = new Thread(() -> repeat(name, round), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void repeat(String name, Round round) {
        while (running) {
            try {
                round.go();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) {
                LOG.warn(
                        "{} failed and tries again: {}", name, failed.getClass().getName());
                if (!pause()) return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(TICK_MILLIS);
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        for (var thread : threads) {
            try {
                thread.join(STOP_MILLIS);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

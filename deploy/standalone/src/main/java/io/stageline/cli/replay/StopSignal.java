package io.stageline.cli.replay;

import io.stageline.cli.Console;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * Ctrl-C or SIGTERM: the work is asked to stop at its next checkpoint, and the process ends when it did, or soon after; at
 * the second one it ends at once.
 */
final class StopSignal implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 9;
    private static final int STOPPED = 1;
    private static final List<Signal> SIGNALS = List.of(new Signal("INT"), new Signal("TERM"));

    private final Console console;
    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");

    StopSignal(Console console) {
        this.console = console;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean isWanted() {
        return wanted.getCount() == 0;
    }

    /** Waits for it, but not longer than this. */
    boolean isWantedWithin(Duration time) throws InterruptedException {
        return wanted.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop() {
        wanted.countDown();
        SIGNALS.forEach(one -> Signal.handle(one, again -> end("ended at once")));
        console.note("stopping; Ctrl-C once more ends it at once");
        var clean = false;
        try {
            clean = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (!clean) end("stopped in the middle of a step");
        Runtime.getRuntime().halt(STOPPED);
    }

    private void end(String how) {
        console.note(how + "; the last checkpoint holds: go on with ./stageline replay resume");
        Runtime.getRuntime().halt(STOPPED);
    }

    /** The work is over, and everything it had open is closed. */
    @Override
    public void close() {
        ended.countDown();
        if (isWanted()) return;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) { // the signal came just now
            wanted.countDown();
        }
    }
}

package io.stageline.cli.replay;

import io.stageline.cli.Console;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C or SIGTERM: the work is asked to stop at its next checkpoint, and the process ends when it did, or soon after. */
final class StopSignal implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 9;
    private static final int STOPPED = 1;

    private final Console console;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");
    private volatile boolean wanted;

    StopSignal(Console console) {
        this.console = console;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean isWanted() {
        return wanted;
    }

    private void stop() {
        wanted = true;
        var clean = false;
        try {
            clean = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (!clean)
            console.note(
                    "stopped in the middle of a step; the last checkpoint holds: go on with ./stageline replay resume");
        Runtime.getRuntime().halt(STOPPED);
    }

    /** The work is over, and everything it had open is closed. */
    @Override
    public void close() {
        ended.countDown();
        if (!wanted) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) { // the signal came just now
                wanted = true;
            }
        }
    }
}

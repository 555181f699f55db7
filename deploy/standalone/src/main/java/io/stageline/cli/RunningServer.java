package io.stageline.cli;

import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server in the foreground: it stops on SIGTERM or Ctrl-C, within ten seconds whatever happens. */
final class RunningServer {
    private static final int LAST_CALL_SECONDS = 9;

    private final Server server;
    private final Console console;

    private RunningServer(Server server, Console console) {
        this.server = server;
        this.console = console;
    }

    static RunningServer start(Settings settings, Console console) {
        RunningServer running = new RunningServer(Server.start(settings), console);
        Runtime.getRuntime().addShutdownHook(new Thread(running::stop, "stop"));
        return running;
    }

    Server server() {
        return server;
    }

    /** Keeps the command running until a signal ends the process. */
    void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** A stop on request is success; the Java machine itself would report the signal as a failure. */
    private void stop() {
        console.note("stopping");
        Thread closing = new Thread(server::close, "close");
        closing.setDaemon(true);
        closing.start();
        boolean clean = joined(closing);
        console.note(clean ? "stopped" : "stopped after waiting too long; the next start recovers");
        Runtime.getRuntime().halt(clean ? 0 : 1);
    }

    private static boolean joined(Thread closing) {
        try {
            closing.join(TimeUnit.SECONDS.toMillis(LAST_CALL_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return !closing.isAlive();
    }
}

package io.stageline.bench.database;

import io.stageline.bench.Product;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The product's PostgreSQL as a process that can be killed, and started again as it was unless the product does it. */
public final class Postmaster {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final long pid;
    private final List<String> command;
    private final Path folder;
    private final File log;
    private final PGSimpleDataSource database;
    private @Nullable Process started;

    private Postmaster(Product product) throws IOException {
        pid = product.postmaster();
        command = command(pid);
        folder = Path.of("/proc/" + pid + "/cwd").toRealPath();
        log = product.data().resolve("postgres.log").toFile();
        database = product.database();
        database.setConnectTimeout(1);
    }

    public static Postmaster of(Product product) {
        try {
            return new Postmaster(product);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Its own command line; root's goes through another user namespace, since PostgreSQL refuses to be run by root. */
    private static List<String> command(long pid) throws IOException {
        var command = new ArrayList<String>();
        if (!userNamespace(String.valueOf(pid)).equals(userNamespace("self"))) command.addAll(List.of("unshare", "-U"));
        var words = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.UTF_8);
        command.addAll(List.of(words.split("\\x00")));
        return command;
    }

    private static Path userNamespace(String process) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", process, "ns/user"));
    }

    /** As by {@code kill -9}. */
    public void kill() {
        var process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it until it answers; while sessions of the old one are dying a new one gives up at once. */
    public void awaitRecovery() {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (System.nanoTime() > end) throw new IllegalStateException("PostgreSQL does not recover");
            if (started == null || !started.isAlive()) started = start();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private Process start() {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean answers() {
        try (var connection = database.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException away) {
            return false;
        }
    }
}

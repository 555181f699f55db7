package io.stageline.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code stageline serve} on a data directory, in a process of its own: to be killed, stopped and started again. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration LAST_CALL = Duration.ofSeconds(20);

    private final CommandLineProcess process;
    private final Administrator administrator;
    private final String url;

    private ServerProcess(CommandLineProcess process, Path directory) {
        this.process = process;
        this.administrator = new Administrator(directory);
        Await.until("the server is up", START, () -> !process.isAlive() || lock().contains(" http://"));
        if (!process.isAlive()) throw new AssertionError("the server did not start:\n" + process.text());
        this.url = lock().substring(lock().indexOf(" ") + 1).strip();
    }

    /** With further options of {@code serve}, and of its Java machine if they begin with -D. */
    public static ServerProcess start(Path directory, String... options) {
        return new ServerProcess(serve(directory, options), directory);
    }

    /** The server that this process becomes, once it listens. */
    public static ServerProcess of(CommandLineProcess process, Path directory) {
        return new ServerProcess(process, directory);
    }

    /** Only the process, which may refuse to become a server. */
    public static CommandLineProcess serve(Path directory, String... options) {
        var arguments = new ArrayList<>(List.of("serve", "--data-dir", directory.toString()));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--port")) arguments.addAll(List.of("--port", "0"));
        return CommandLineProcess.start(directory.resolveSibling(""), arguments.toArray(String[]::new));
    }

    /** The lock file if it was written by this very process, else nothing. */
    private String lock() {
        var file = administrator.dataDirectory().resolve("lock");
        var text = Files.exists(file) ? administrator.read("lock") : "";
        return text.startsWith(process.process().pid() + " ") ? text : "";
    }

    public String url() {
        return url;
    }

    public Administrator administrator() {
        return administrator;
    }

    public Client client() {
        return new Client(url, administrator.adminKey());
    }

    /** SIGKILL of the Java machine; its database server stays behind. */
    public void kill() {
        process.kill();
    }

    /** SIGKILL of the Java machine and of its database server, in either order. */
    public void killWithDatabase(boolean databaseFirst) {
        var postmaster = administrator.postmasterProcess();
        if (databaseFirst) postmaster.destroyForcibly();
        process.kill();
        postmaster.destroyForcibly();
    }

    /** SIGKILL of its database server and of every session of it. */
    public void killDatabase() {
        var postmaster = administrator.postmasterProcess();
        var sessions = postmaster.children().toList();
        postmaster.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
    }

    /** SIGSTOP: it stands still, keeps all it has, and knows nothing of it. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            var pid = Long.toString(process.process().pid());
            if (new ProcessBuilder("kill", "-" + name, pid).start().waitFor() != 0)
                throw new AssertionError("no signal to " + pid);
        } catch (IOException | InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The exit code when it has ended by itself. */
    public int exitCode() {
        return process.exitCode(LAST_CALL);
    }

    /** SIGTERM; gives back the exit code when the process is gone. */
    public int terminate() {
        process.process().destroy();
        return process.exitCode(LAST_CALL);
    }

    /** Stops it, and ends the database that a test left behind when it failed after a kill. */
    @Override
    public void close() {
        if (process.isAlive()) {
            thaw();
            terminate();
        }
        if (administrator.hasPostmaster()) administrator.postmasterProcess().destroyForcibly();
    }
}

package io.stageline.whole;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code stageline serve} on a data directory, in a process of its own: to be killed, stopped and started again. */
final class ServerProcess implements AutoCloseable {
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

    static ServerProcess start(Path directory) {
        return new ServerProcess(serve(directory), directory);
    }

    /** The server that this process becomes, once it listens. */
    static ServerProcess of(CommandLineProcess process, Path directory) {
        return new ServerProcess(process, directory);
    }

    /** Only the process, which may refuse to become a server. */
    static CommandLineProcess serve(Path directory, String... more) {
        var arguments = new ArrayList<>(List.of("serve", "--data-dir", directory.toString(), "--port", "0"));
        arguments.addAll(List.of(more));
        return CommandLineProcess.start(directory.resolveSibling(""), arguments.toArray(String[]::new));
    }

    /** The lock file if it was written by this very process, else nothing. */
    private String lock() {
        var file = administrator.dataDirectory().resolve("lock");
        var text = Files.exists(file) ? administrator.read("lock") : "";
        return text.startsWith(process.process().pid() + " ") ? text : "";
    }

    String url() {
        return url;
    }

    Administrator administrator() {
        return administrator;
    }

    Client client() {
        return new Client(url, administrator.adminKey());
    }

    /** SIGKILL of the Java machine; its database server stays behind. */
    void kill() {
        process.kill();
    }

    /** SIGKILL of the Java machine and of its database server, in either order. */
    void killWithDatabase(boolean databaseFirst) {
        var postmaster = administrator.postmasterProcess();
        if (databaseFirst) postmaster.destroyForcibly();
        process.kill();
        postmaster.destroyForcibly();
    }

    /** SIGTERM; gives back the exit code when the process is gone. */
    int terminate() {
        process.process().destroy();
        return process.exitCode(LAST_CALL);
    }

    /** Stops it, and ends the database that a test left behind when it failed after a kill. */
    @Override
    public void close() {
        if (process.isAlive()) terminate();
        if (administrator.hasPostmaster()) administrator.postmasterProcess().destroyForcibly();
    }
}

package io.stageline.bench;

import io.stageline.privacy.MasterKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** The product as its users start it: {@code ./stageline serve} on a data directory, with its embedded database. */
public final class Product implements AutoCloseable {
    private static final String LISTENS = "Stageline listens on ";
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    private final Path data;
    private Process process;
    private InetSocketAddress address;

    private Product(Path data, int logs) {
        this.data = data;
        process = serve(data, 0, "--logs", String.valueOf(logs));
        address = new InetSocketAddress("127.0.0.1", port(process));
    }

    /** Starts it and waits until it listens. */
    public static Product start(Path data) {
        return start(data, 1);
    }

    /** The same as a new installation with so many logs. */
    public static Product start(Path data, int logs) {
        return new Product(data, logs);
    }

    private static Process serve(Path data, int port, String... options) {
        var command = new ArrayList<>(
                List.of(Launcher.script(), "serve", "--port", String.valueOf(port), "--data-dir", data.toString()));
        command.addAll(List.of(options));
        try {
            var starting = new ProcessBuilder(command)
                    .redirectError(data.resolve("stderr.log").toFile());
            starting.environment().put("STAGELINE_WEBHOOK_ALLOW", "127.0.0.0/8"); // receivers are on this machine
            return starting.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The port that it says, once it listens. */
    static int port(Process process) {
        var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        try {
            for (var line = said.readLine(); line != null; line = said.readLine())
                if (line.startsWith(LISTENS))
                    return URI.create(line.substring(LISTENS.length()).split(",", 2)[0])
                            .getPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        throw new IllegalStateException("the server did not start");
    }

    public InetSocketAddress address() {
        return address;
    }

    public String url() {
        return "http://127.0.0.1:" + address.getPort();
    }

    public Path data() {
        return data;
    }

    public String key() {
        return read("admin.key").get(0).strip();
    }

    /** The key of a new tenant. */
    public String newTenant(String name) {
        var command = List.of(Launcher.script(), "keys", "open-tenant", name, "--data-dir", data.toString());
        try {
            var opened = new ProcessBuilder(command)
                    .redirectError(data.resolve("keys.log").toFile())
                    .start();
            return new String(opened.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The server and its database. */
    public Set<Long> processes() {
        return Set.of(process.pid(), postmaster());
    }

    public long postmaster() {
        return Long.parseLong(read("postgres/postmaster.pid").get(PID_LINE).strip());
    }

    /** Kills the process, not its database, and starts it again at the same address, without waiting for it. */
    public void killAndStart() {
        process.destroyForcibly();
        process.onExit().join();
        process = serve(data, address.getPort());
    }

    /** Stops it and starts it again, so that it remembers nothing. */
    public void restart() {
        close();
        process = serve(data, 0);
        address = new InetSocketAddress("127.0.0.1", port(process));
    }

    /** The administrator of its database, by the password that derives from the master key. */
    public PGSimpleDataSource database() {
        var database = new PGSimpleDataSource();
        database.setPortNumbers(
                new int[] {Integer.parseInt(read("postgres/postmaster.pid").get(PORT_LINE))});
        database.setServerNames(new String[] {"127.0.0.1"});
        database.setDatabaseName("postgres");
        database.setUser("postgres");
        database.setPassword(new MasterKey(
                        Base64.getDecoder().decode(read("master.key").get(0).strip()))
                .derive("postgres"));
        return database;
    }

    private List<String> read(String file) {
        try {
            return Files.readAllLines(data.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        stop(process);
    }

    static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS))
                process.destroyForcibly().waitFor();
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

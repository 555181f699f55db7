package io.stageline.bench;

import io.stageline.privacy.MasterKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** The product as its users start it: {@code ./stageline serve} on a data directory, with its embedded database. */
public final class Product implements AutoCloseable {
    private static final String LISTENS = "Stageline listens on ";
    private static final int PORT_LINE = 3;

    private final Process process;
    private final Path data;
    private final URI url;

    private Product(Process process, Path data, URI url) {
        this.process = process;
        this.data = data;
        this.url = url;
    }

    /** Starts it and waits until it listens. */
    public static Product start(Path data, String... options) {
        var command =
                new ArrayList<>(List.of(Launcher.root().resolve("stageline").toString(), "serve", "--port", "0"));
        command.addAll(List.of("--data-dir", data.toString()));
        command.addAll(List.of(options));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Product(process, data, url(process));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static URI url(Process process) throws IOException {
        var said = new BufferedReader(new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = said.readLine(); line != null; line = said.readLine())
            if (line.startsWith(LISTENS))
                return URI.create(line.substring(LISTENS.length()).split(",", 2)[0]);
        throw new IOException("the server did not start");
    }

    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", url.getPort());
    }

    public String key() throws IOException {
        return Files.readString(data.resolve("admin.key")).strip();
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** The administrator of its database, by the password that derives from the master key. */
    public PGSimpleDataSource database() throws IOException {
        var key = Files.readString(data.resolve("master.key")).strip();
        var database = new PGSimpleDataSource();
        database.setPortNumbers(new int[] {port()});
        database.setServerNames(new String[] {"127.0.0.1"});
        database.setDatabaseName("postgres");
        database.setUser("postgres");
        database.setPassword(new MasterKey(Base64.getDecoder().decode(key)).derive("postgres"));
        return database;
    }

    private int port() throws IOException {
        return Integer.parseInt(
                Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(PORT_LINE));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
    }
}

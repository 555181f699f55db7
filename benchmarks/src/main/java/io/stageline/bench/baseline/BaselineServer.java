package io.stageline.bench.baseline;

import io.stageline.bench.Product;
import io.stageline.bench.database.Sql;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A baseline in a process of its own, with the product's Java options, on a database of the product's cluster. */
public final class BaselineServer implements AutoCloseable {
    private static final List<String> LIKE_THE_PRODUCT =
            List.of("-XX:+UseParallelGC", "-Xmx512m", "-Djava.awt.headless=true");
    private static final String DATABASE_EXISTS = "SELECT count(*) FROM pg_database WHERE datname = 'baseline'";

    private final Process process;
    private final Product product;
    private final InetSocketAddress address;

    private BaselineServer(Process process, Product product) throws IOException {
        this.process = process;
        this.product = product;
        this.address = new InetSocketAddress("127.0.0.1", port(process));
    }

    /** Starts the class as a program and waits until it listens. */
    public static BaselineServer start(Class<?> main, Product product) {
        var database = product.database();
        if (Sql.number(database, DATABASE_EXISTS) == 0) Sql.run(database, "CREATE DATABASE baseline");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java));
        command.addAll(LIKE_THE_PRODUCT);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("BASELINE_DATABASE", "http://127.0.0.1:" + database.getPortNumbers()[0]);
        builder.environment().put("BASELINE_PASSWORD", String.valueOf(database.getPassword()));
        try {
            return new BaselineServer(builder.start(), product);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int port(Process process) throws IOException {
        var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = said.readLine(); line != null; line = said.readLine())
            if (line.startsWith(Baseline.LISTENS)) return Integer.parseInt(line.substring(Baseline.LISTENS.length()));
        throw new IOException("the baseline did not start");
    }

    public InetSocketAddress address() {
        return address;
    }

    /** The server and the database. */
    public Set<Long> processes() {
        return Set.of(process.pid(), product.postmaster());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

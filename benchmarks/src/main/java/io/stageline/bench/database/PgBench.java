package io.stageline.bench.database;

import io.stageline.bench.Product;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** {@code pgbench} with one prepared statement, every one a transaction. */
public final class PgBench implements Side {
    private static final String SCRIPT = "script.sql";
    private static final Pattern DONE = Pattern.compile("number of transactions actually processed: (\\d+)");
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final int LATENCY = 2;
    private static final int THREADS = 2;

    private final String name;
    private final Path program;
    private final Product product;
    private final Path folder;
    private final int clients;

    private PgBench(String name, Path program, Product product, Path folder, int clients) {
        this.name = name;
        this.program = program;
        this.product = product;
        this.folder = folder;
        this.clients = clients;
    }

    /** So many clients that run the script against the database of the house's product; only where there is a pgbench. */
    public static PgBench of(House house, String name, String script, int clients) {
        var folder = house.folder("pgbench " + name);
        try {
            Files.writeString(folder.resolve(SCRIPT), script);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new PgBench(name, program().orElseThrow(), house.product(), folder, clients);
    }

    /** The program, where a machine has it. */
    public static Optional<Path> program() {
        return Programs.find("pgbench");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Long> processes() {
        return Set.of(product.postmaster());
    }

    @Override
    public Measured run(Duration time) {
        var said = Client.run(product, folder, command(time));
        var latencies = latencies();
        var operations = (long) number(DONE, said);
        return new Measured(
                operations,
                operations / number(RATE, said),
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                Map.of());
    }

    private List<String> command(Duration time) {
        var command = new ArrayList<>(List.of(program.toString(), "-n", "-M", "prepared", "-f", SCRIPT));
        command.addAll(List.of("-c", String.valueOf(clients), "-j", String.valueOf(Math.min(THREADS, clients))));
        command.addAll(List.of("-T", String.valueOf(Math.max(1, time.toSeconds()))));
        command.addAll(List.of("-l", "--sampling-rate=" + (clients == 1 ? "1" : "0.1"), "--log-prefix=latency"));
        return command;
    }

    /** The log has a line a transaction: client, number, latency in microseconds … */
    private Histogram latencies() {
        var latencies = new Histogram(3);
        try (var logs = Files.newDirectoryStream(folder, "latency.*")) {
            for (var log : logs) {
                try (var lines = Files.lines(log)) {
                    lines.forEach(line -> latencies.recordValue(Long.parseLong(line.split(" ")[LATENCY])));
                }
                Files.delete(log);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return latencies;
    }

    private static double number(Pattern pattern, String said) {
        var found = pattern.matcher(said);
        if (!found.find()) throw new IllegalStateException("pgbench said: " + said);
        return Double.parseDouble(found.group(1));
    }
}

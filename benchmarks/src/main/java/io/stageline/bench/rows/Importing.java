package io.stageline.bench.rows;

import io.stageline.bench.Api;
import io.stageline.bench.Launcher;
import io.stageline.bench.Product;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code ./stageline import} of the loan log into a tenant that has nothing yet; its whole life is counted. */
final class Importing implements Side {
    static final String NAME = "stageline import";
    static final String HEAP = "peak heap MB";

    private static final Pattern HEAP_USED =
            Pattern.compile("^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E]+)$", Pattern.MULTILINE);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final double MEGABYTE = 1 << 20;

    private final Product product;
    private final Api metrics;
    private final Path log;
    private final int rows;
    private int turn;

    Importing(Product product, Path log, int rows) {
        this.product = product;
        this.metrics = new Api(product.address(), product.key());
        this.log = log;
        this.rows = rows;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Long> processes() {
        return product.processes();
    }

    /** One import, however long it takes. */
    @Override
    public Measured run(Duration time) {
        var key = product.newTenant("bench " + ++turn);
        var peak = heapUsed();
        var began = System.nanoTime();
        var importing = start(importOf(key));
        try {
            while (!importing.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) peak = Math.max(peak, heapUsed());
            var seconds = (System.nanoTime() - began) / 1e9;
            verify(importing, new String(importing.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return new Measured(rows, seconds, seconds * 1e3, seconds * 1e3, Map.of(HEAP, peak / MEGABYTE));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void verify(Process importing, String report) {
        var complete = report.contains("\"rows\":" + rows + ",\"accepted\":" + rows + ",");
        if (importing.exitValue() != 0 || !complete) throw new IllegalStateException("the import said: " + report);
    }

    private List<String> importOf(String key) {
        var options = new ArrayList<>(List.of("import", log.toString(), "--journal", "loans", "--json"));
        options.addAll(List.of("--url", product.url(), "--key", key, "--case", "case_id"));
        options.addAll(List.of("--stage", "concept:name", "--time", "time:timestamp"));
        options.addAll(List.of("--amount", "case:AMOUNT_REQ", "--stages", "auto"));
        options.addAll(List.of("--decision", "A_APPROVED=APPROVED,A_DECLINED=DECLINED,A_CANCELLED=CANCELLED"));
        return options;
    }

    private Process start(List<String> options) {
        var command = new ArrayList<>(List.of(Launcher.script()));
        command.addAll(options);
        try {
            return new ProcessBuilder(command)
                    .directory(product.data().toFile())
                    .redirectError(product.data().resolve("import.log").toFile())
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private double heapUsed() {
        return HEAP_USED
                .matcher(metrics.get("/actuator/prometheus"))
                .results()
                .mapToDouble(used -> Double.parseDouble(used.group(1)))
                .sum();
    }
}

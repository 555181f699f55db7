package io.stageline.bench.rows;

import io.stageline.bench.Launcher;
import io.stageline.bench.Product;
import io.stageline.bench.database.Sql;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** {@code ./stageline replay run} of all projections; what it has built is dropped after each turn. */
final class Replaying implements Side {
    static final String NAME = "stageline replay";

    private static final Pattern REPORT = Pattern.compile("\"events\":([0-9]+),\"seconds\":([0-9.]+)");
    private static final String BUILT = """
            SELECT coalesce(string_agg(projection || '@' || generation, ','), '')
              FROM stageline.generation
             WHERE state IN ('building', 'following', 'verified', 'warm')""";
    private static final String FOLDING = """
            SELECT count(*) FROM stageline.replay_job WHERE state = 'running' AND phase = 'folding' AND seen > 0""";
    // A quarter of it holds rows: as many as ten million events have entries.
    private static final String HEAP = "-Xmx2g";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Product product;

    Replaying(Product product) {
        this.product = product;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Long> processes() {
        return product.processes();
    }

    /** One rebuild at full speed, however long it takes, from its first event until its tables are complete. */
    @Override
    public Measured run(Duration time) {
        var said = said(start(List.of("run", "all", "--rate", "0", "--no-verify", "--json")));
        var report = REPORT.matcher(said);
        if (!report.find()) throw new IllegalStateException("the replay said: " + said);
        var seconds = Double.parseDouble(report.group(2));
        return new Measured(Long.parseLong(report.group(1)), seconds, seconds * 1e3, seconds * 1e3, Map.of());
    }

    /** Takes away what was built, and leaves no writing of it to the next side. */
    @Override
    public void settle() {
        var built = Sql.text(product.database(), BUILT);
        for (var one : built.split(",")) if (!one.isEmpty()) said(start(List.of("drop", one, "--yes")));
        Sql.run(product.database(), "CHECKPOINT");
    }

    /** Works while a rebuild goes on at the rate that is the default beside a server. */
    Measured during(Duration time, Side other) {
        var rebuild = start(List.of("run", "all", "--no-verify", "--json"));
        try {
            awaitFolding(rebuild);
            var measured = other.run(time);
            if (!rebuild.isAlive())
                throw new IllegalStateException("the rebuild was over too soon: the log is too small");
            return measured;
        } finally {
            rebuild.destroy();
            rebuild.onExit().join();
        }
    }

    private void awaitFolding(Process rebuild) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (Sql.number(product.database(), FOLDING) == 0) {
            if (!rebuild.isAlive() || System.nanoTime() > end)
                throw new IllegalStateException("the rebuild did not begin");
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static String said(Process replay) {
        try {
            var said = new String(replay.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (replay.waitFor() != 0) throw new IllegalStateException("the replay ended with " + replay.exitValue());
            return said;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private Process start(List<String> options) {
        var command = new ArrayList<>(List.of(Launcher.script(), "replay"));
        command.addAll(options);
        command.addAll(List.of("--data-dir", product.data().toString()));
        var replay = new ProcessBuilder(command)
                .directory(product.data().toFile())
                .redirectError(product.data().resolve("replay.log").toFile());
        replay.environment().put("STAGELINE_JAVA_OPTS", HEAP);
        try {
            return replay.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

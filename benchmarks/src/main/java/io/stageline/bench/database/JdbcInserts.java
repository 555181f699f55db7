package io.stageline.bench.database;

import io.stageline.bench.Product;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The load of pgbench for a machine that has none: a thread and a connection a client, one INSERT a transaction. */
final class JdbcInserts implements Side {
    private final Product product;
    private final int clients;

    JdbcInserts(Product product, int clients) {
        this.product = product;
        this.clients = clients;
    }

    @Override
    public String name() {
        return Inserts.name();
    }

    @Override
    public Set<Long> processes() {
        return Set.of(product.postmaster());
    }

    @Override
    public Measured run(Duration time) {
        var threads = Executors.newFixedThreadPool(clients);
        var end = System.nanoTime() + time.toNanos();
        try {
            var running = Stream.generate(() -> CompletableFuture.supplyAsync(() -> insertUntil(end), threads))
                    .limit(clients)
                    .toList();
            var all = new Histogram(3);
            for (var client : running) all.add(client.join());
            return new Measured(
                    all.getTotalCount(),
                    time.toNanos() / 1e9,
                    all.getValueAtPercentile(50) / 1e6,
                    all.getValueAtPercentile(99) / 1e6,
                    Map.of());
        } finally {
            threads.shutdown();
        }
    }

    private Histogram insertUntil(long end) {
        var latencies = new Histogram(3);
        try (var connection = product.database().getConnection();
                var insert = connection.prepareStatement(InsertTable.insert("?"))) {
            for (var since = System.nanoTime(); since < end; ) {
                insert.setInt(1, ThreadLocalRandom.current().nextInt(InsertTable.STREAMS));
                insert.executeUpdate();
                var now = System.nanoTime();
                latencies.recordValue(now - since);
                since = now;
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return latencies;
    }
}

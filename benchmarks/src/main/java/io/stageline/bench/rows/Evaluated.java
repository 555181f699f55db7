package io.stageline.bench.rows;

import io.stageline.bench.Api;
import io.stageline.bench.Product;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Side;
import io.stageline.bench.load.HttpLoad;
import io.stageline.bench.load.SignalWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Signals that count when the rules of their tenant have been asked: most of a turn as many as can be, then one after the
 * other, to see how long each takes until it is evaluated.
 */
final class Evaluated implements Side {
    static final String LAG = "p95 until evaluated ms";

    /** So many types are heard that it is one signal in ten. */
    static final int FEW = SignalWriter.TYPES / 10;

    private static final int CONNECTIONS = 2;
    private static final int SHARE_ALONE = 3;
    private static final long LOOK_NANOS = 200_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern POSITION = Pattern.compile("\"position\"\\s*:\\s*(\\d+)");
    private static final String REACHED = "SELECT min(position) FROM stageline.alert_follower";
    private static final String RULE = """
            {"name":"Rule %d","severity":"WARNING","condition":{"kind":"threshold","of":{"type":"%s%d"},"is":"ABOVE","limit":90}}
            """;

    private final String name;
    private final Product product;
    private final String key;
    private final List<SignalWriter> writers;
    private final Api api;
    private long alone;

    Evaluated(String name, Product product, String key) {
        this.name = name;
        this.product = product;
        this.key = key;
        this.writers = IntStream.range(0, CONNECTIONS)
                .mapToObj(n -> new SignalWriter(key, SignalWriter.MOST))
                .toList();
        this.api = new Api(product.address(), key);
    }

    /** The key of a tenant with so many rules, each for another type; so many of these types are sent. */
    static String tenant(Product product, String name, int rules, int heard) {
        var key = product.newTenant(name);
        var api = new Api(product.address(), key);
        for (var n = 0; n < rules; n++) {
            var type = n < heard ? n : SignalWriter.TYPES + n;
            api.post("/v1/alert-rules", "application/json", RULE.formatted(n, SignalWriter.TYPE, type));
        }
        return key;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Long> processes() {
        return product.processes();
    }

    @Override
    public Measured run(Duration time) {
        try (var connection = product.database().getConnection()) {
            var lags = new Histogram(3);
            var many = flood(connection, time.minus(time.dividedBy(SHARE_ALONE)));
            var end = System.nanoTime() + time.dividedBy(SHARE_ALONE).toNanos();
            while (System.nanoTime() < end) lags.recordValue(oneAlone(connection));
            return many.with(Map.of(LAG, lags.getValueAtPercentile(95) / 1e6));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The time counts until the last of them is evaluated. */
    private Measured flood(Connection connection, Duration time) throws SQLException {
        var began = System.nanoTime();
        var outcome = HttpLoad.flatOut(product.address(), writers, time);
        if (writers.stream().anyMatch(SignalWriter::anyRefused))
            throw new IllegalStateException("signals were refused");
        await(connection, Commands.head(product));
        var sent = Measured.of(outcome).times(SignalWriter.MOST);
        return new Measured(sent.operations(), (System.nanoTime() - began) / 1e9, sent.p50(), sent.p99(), Map.of());
    }

    private long oneAlone(Connection connection) throws SQLException {
        var began = System.nanoTime();
        var answer = api.post(
                "/v1/signals",
                "application/x-ndjson",
                "{\"id\":\"alone-%s-%d\",\"type\":\"%s0\",\"value\":50,\"occurredAt\":\"2026-03-01T10:00:00Z\"}\n"
                        .formatted(key.hashCode(), alone++, SignalWriter.TYPE));
        var position = POSITION.matcher(answer);
        if (!position.find()) throw new IllegalStateException("not recorded: " + answer);
        await(connection, Long.parseLong(position.group(1)));
        return System.nanoTime() - began;
    }

    private static void await(Connection connection, long position) throws SQLException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        try (var look = connection.prepareStatement(REACHED)) {
            while (true) {
                try (var row = look.executeQuery()) {
                    row.next();
                    if (row.getLong(1) >= position) return;
                }
                if (System.nanoTime() > end) throw new IllegalStateException("the rules stay behind");
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    @Override
    public void settle() {
        try (var connection = product.database().getConnection()) {
            await(connection, Commands.head(product));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}

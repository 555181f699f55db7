package io.stageline.bench.rows;

import io.stageline.bench.Product;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import io.stageline.bench.load.HttpLoad;
import io.stageline.bench.load.SignalWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What two of ten tenants who send four fifths of all signals, up to 100,000 in a row, cost the eight others. */
final class Pareto implements Row {
    private static final String ALONE = "light tenants alone";
    private static final String BESIDE = "beside heavy ones";
    private static final String HEAVY = "signals/s of heavy ones";
    private static final int LIGHT_TENANTS = 8;
    private static final int HEAVY_TENANTS = 2;
    private static final int SIGNALS_A_REQUEST = 10;
    private static final double REQUESTS_A_SECOND = 50;
    private static final double HEAVY_SIGNALS_A_SECOND = 4 * SIGNALS_A_REQUEST * REQUESTS_A_SECOND;
    private static final int[] BATCHES = {10, 100, 1_000, 10_000, 100_000};

    @Override
    public String name() {
        return "Pareto";
    }

    @Override
    public String question() {
        return "What do two tenants who send four fifths of all signals, up to 100,000 in a row, cost the eight others?";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure(
                        "p99 of light tenants, beside heavy ones ÷ alone",
                        Target.atMost(1.1),
                        round -> Figure.at(round, BESIDE).p99()
                                / Figure.at(round, ALONE).p99()),
                new Figure(
                        "p50 of light tenants, beside heavy ones ÷ alone",
                        Target.told(),
                        round -> Figure.at(round, BESIDE).p50()
                                / Figure.at(round, ALONE).p50()),
                Figure.told(BESIDE, HEAVY, Target.told()));
    }

    @Override
    public List<Side> sides(House house) {
        var product = house.product("tenants");
        var light = IntStream.range(0, LIGHT_TENANTS)
                .mapToObj(n -> new SignalWriter(product.newTenant("light " + n), SIGNALS_A_REQUEST))
                .toList();
        var heavy = IntStream.range(0, HEAVY_TENANTS)
                .mapToObj(n -> product.newTenant("heavy " + n))
                .toList();
        return List.of(side(ALONE, product, time -> light(product, light, time)), side(BESIDE, product, time -> {
            var sent = CompletableFuture.supplyAsync(() -> heavy(product, heavy, time));
            var measured = light(product, light, time);
            return measured.with(Map.of(HEAVY, sent.join() / time.toNanos() * 1e9));
        }));
    }

    private static Side side(String name, Product product, Function<Duration, Measured> load) {
        return new HttpSide(name, product::processes, load, () -> {});
    }

    private static Measured light(Product product, List<SignalWriter> writers, Duration time) {
        var outcome = HttpLoad.paced(product.address(), writers, time, REQUESTS_A_SECOND);
        if (writers.stream().anyMatch(SignalWriter::anyRefused))
            throw new IllegalStateException("signals were refused");
        return Measured.of(outcome);
    }

    /** Batches of all sizes in turn, each as soon as the pace allows after the one before; how many signals were sent. */
    private static double heavy(Product product, List<String> keys, Duration time) {
        var begun = System.nanoTime();
        var end = begun + time.toNanos();
        var sent = 0.0;
        for (var turn = 0; System.nanoTime() < end; turn++) {
            var size = BATCHES[turn % BATCHES.length];
            for (var key : keys) sent += batch(product, key, size, end);
            LockSupport.parkNanos((long) (begun + sent / HEAVY_SIGNALS_A_SECOND * 1e9) - System.nanoTime());
        }
        return sent;
    }

    /** A batch goes in as many requests as it needs, one after the other. */
    private static double batch(Product product, String key, int size, long end) {
        var each = Math.min(size, SignalWriter.MOST);
        var writer = new SignalWriter(key, each);
        var sent = 0.0;
        while (sent < size && System.nanoTime() < end)
            sent += HttpLoad.times(product.address(), List.of(writer), 1).good() * each; // who is sent away comes again
        return sent;
    }
}

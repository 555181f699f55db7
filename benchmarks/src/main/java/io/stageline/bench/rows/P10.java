package io.stageline.bench.rows;

import io.stageline.bench.Product;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import io.stageline.bench.sink.Bytes;
import io.stageline.bench.sink.Sink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** How many webhooks a second leave, what those that are never answered cost the others, and how soon an alert is told. */
final class P10 implements Row {
    private static final String SIGNED = "webhooks";
    private static final String BYTES = "bare HTTP client";
    private static final String ALL_ANSWER = "100 of 100 answer";
    private static final String SOME_ARE_SILENT = "90 of 100 answer";
    private static final String ALERT = "alert, idle";
    private static final String LENGTH = "bytes each";
    /** The pool of connections to one receiver of the product. */
    private static final int IN_FLIGHT = 256;

    private static final int STAGES_EACH = 50;
    private static final long BACKLOG = 5_000;
    private static final int SILENT = 10;
    private static final double PACE = 5;
    private static final long LOOK_NANOS = 1_000_000;

    @Override
    public String name() {
        return "P10";
    }

    @Override
    public String question() {
        return "How many signed webhooks a second leave to %d endpoints, and what do %d that never answer cost the others?"
                .formatted(Told.ENDPOINTS, SILENT);
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.ofRates(SIGNED, BYTES, Target.atLeast(0.6)),
                new Figure(
                        "p99 where %d never answer ÷ where all do".formatted(SILENT),
                        Target.atMost(1.1),
                        round -> Figure.at(round, SOME_ARE_SILENT).p99()
                                / Figure.at(round, ALL_ANSWER).p99()),
                new Figure("alert raised → there, p99 ms", Target.atMost(20), round -> Figure.at(round, ALERT)
                        .p99()));
    }

    @Override
    public List<Side> sides(House house) {
        var product = house.product("webhooks");
        var flood = house.keep(new Told(product, SIGNED, 0, STAGES_EACH));
        var bytes = house.keep(new Bytes(flood.sink().port(), IN_FLIGHT));
        var calm = house.keep(new Told(product, ALL_ANSWER, 0, 1));
        var troubled = house.keep(new Told(product, SOME_ARE_SILENT, SILENT, 1));
        var alerts = house.keep(new ToldAlerts(product));
        return List.of(
                side(SIGNED, product, time -> flooded(flood, time), flood::settle),
                side(BYTES, product, time -> bare(flood, bytes, time), () -> {}),
                side(ALL_ANSWER, product, time -> paced(calm, time), calm::settle),
                side(SOME_ARE_SILENT, product, time -> paced(troubled, time), troubled::settle),
                side(ALERT, product, alerts::oneByOne, () -> {}));
    }

    private static Side side(String name, Product product, Function<Duration, Measured> load, Runnable settling) {
        return new HttpSide(name, product::processes, load, settling);
    }

    /** As many as leave while there is always something that waits. */
    private static Measured flooded(Told told, Duration time) {
        var began = System.nanoTime();
        var before = told.sink().received();
        while (System.nanoTime() - began < time.toNanos())
            if (told.waiting() < BACKLOG) told.one();
            else LockSupport.parkNanos(LOOK_NANOS);
        return counted(told.sink(), before, began)
                .with(Map.of(LENGTH, (double) told.sink().averageBytes()));
    }

    /** As many bytes as the webhooks have on average. */
    private static Measured bare(Told told, Bytes bytes, Duration time) {
        var began = System.nanoTime();
        var before = told.sink().bare();
        var answered = bytes.send(told.sink().averageBytes(), time);
        var seconds = (System.nanoTime() - began) / 1e9;
        if (told.sink().bare() - before != answered) throw new IllegalStateException("not all of them came");
        return new Measured(answered, seconds, 0, 0, Map.of());
    }

    private static Measured paced(Told told, Duration time) {
        told.sink().takeDelays();
        var began = System.nanoTime();
        var before = told.sink().received();
        told.paced(time, PACE);
        told.awaitAll();
        return counted(told.sink(), before, began);
    }

    /** What came since then. */
    static Measured counted(Sink sink, long before, long began) {
        var micros = sink.takeDelays();
        return new Measured(
                sink.received() - before,
                (System.nanoTime() - began) / 1e9,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                Map.of());
    }
}

package io.stageline.bench.rows;

import io.stageline.bench.database.Inserts;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Sample;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How long a single command takes. */
final class P2 implements Row {

    @Override
    public String name() {
        return "P2";
    }

    @Override
    public String question() {
        return "How long does a command take, one in flight?";
    }

    @Override
    public List<Figure> figures() {
        return List.of(latency("p50", Sample::p50, Target.atMost(1.6)), latency("p99", Sample::p99, Target.atMost(2)));
    }

    private static Figure latency(String name, ToDoubleFunction<Sample> latency, Target target) {
        return new Figure(
                name + " " + Commands.PRODUCT + " ÷ " + Inserts.name(),
                target,
                round -> latency.applyAsDouble(Figure.at(round, Commands.PRODUCT))
                        / latency.applyAsDouble(Figure.at(round, Inserts.name())));
    }

    @Override
    public List<Side> sides(House house) {
        return List.of(Commands.inFlight(house, 1), Inserts.side(house, 1));
    }
}

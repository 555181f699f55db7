package io.stageline.bench.rows;

import io.stageline.bench.Board;
import io.stageline.bench.Product;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import io.stageline.bench.load.EntryWriter;
import io.stageline.bench.load.HttpLoad;
import io.stageline.bench.load.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is left of it under three times the load it can carry, and how soon it is back after a kill. */
final class P12 implements Row {
    /** What was just killed is cold: its peak is measured when it has worked for a while. */
    private static final String WARMING = "warming";

    private static final String CALM = "10 % load";
    private static final String PEAK = "peak";
    private static final String OVERLOAD = "3× peak offered";
    private static final String SERVER_KILLED = "server killed";
    private static final String DATABASE_KILLED = "database killed";
    /** Twice as many as commands may be under way, so that shedding is seen. */
    private static final int MANY_CONNECTIONS = 2_048;

    private static final int ENTRIES_EACH = 10;

    private double peak;

    @Override
    public String name() {
        return "P12";
    }

    @Override
    public String question() {
        return "What does it carry when three times its peak is offered, and how soon is it back after a kill?";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.ofRates(OVERLOAD, PEAK, Target.atLeast(0.95)),
                new Figure(
                        "p99 of accepted ÷ p99 at 10 % load",
                        Target.atMost(3),
                        round -> Figure.at(round, OVERLOAD).p99()
                                / Figure.at(round, CALM).p99()),
                Figure.told(OVERLOAD, "shed %", Target.told()),
                Figure.told(SERVER_KILLED, Killing.FIRST_GOOD, Target.atMost(3.5)),
                Figure.told(DATABASE_KILLED, Killing.AFTER_RECOVERY, Target.atMost(1)),
                Figure.told(DATABASE_KILLED, Killing.RECOVERY, Target.told()));
    }

    @Override
    public List<Side> sides(House house) {
        var product = house.product("overload");
        var board = new Board(product.address(), product.key());
        var few = EntryWriter.share(
                Commands.IN_FLIGHT, product.key(), board.entries(Commands.IN_FLIGHT * ENTRIES_EACH), Commands.NOTE);
        var many = EntryWriter.share(
                MANY_CONNECTIONS, product.key(), board.entries(MANY_CONNECTIONS * ENTRIES_EACH), Commands.NOTE);
        var kills = new Killing(product, board);
        return List.of(
                side(WARMING, product, board, time -> HttpLoad.flatOut(product.address(), few, time)),
                side(PEAK, product, board, time -> noting(HttpLoad.flatOut(product.address(), few, time))),
                side(CALM, product, board, time -> HttpLoad.paced(product.address(), few, time, peak / 10)),
                side(OVERLOAD, product, board, time -> HttpLoad.paced(product.address(), many, time, peak * 3)),
                kills.side(SERVER_KILLED, kills::server),
                kills.side(DATABASE_KILLED, kills::database));
    }

    private Outcome noting(Outcome outcome) {
        peak = outcome.good() / outcome.seconds();
        return outcome;
    }

    private static Side side(String name, Product product, Board board, Function<Duration, Outcome> load) {
        return new HttpSide(
                name, product::processes, time -> told(load.apply(time)), () -> Commands.settle(product, board));
    }

    private static Measured told(Outcome outcome) {
        return Measured.of(outcome).with(Map.of("shed %", outcome.shedShare() * 100));
    }
}

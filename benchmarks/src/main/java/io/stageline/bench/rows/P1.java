package io.stageline.bench.rows;

import io.stageline.bench.baseline.LockedFunction;
import io.stageline.bench.baseline.PlainMvc;
import io.stageline.bench.baseline.PlainWebFlux;
import io.stageline.bench.baseline.StockAxon;
import io.stageline.bench.database.Inserts;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import io.stageline.bench.load.EntryWriter;
import io.stageline.bench.load.HttpLoad;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Durable commands a second, against the database alone, against the server alone, and against what others would write. */
final class P1 implements Row {
    private static final int CLIENTS = 32;
    private static final String EMPTY = "empty endpoint";
    private static final String AXON = "Axon JDBC store";
    private static final Map<String, Class<?>> BASELINES = baselines();

    private static Map<String, Class<?>> baselines() {
        var baselines = new LinkedHashMap<String, Class<?>>();
        baselines.put(AXON, StockAxon.class);
        baselines.put("advisory lock", LockedFunction.class);
        baselines.put("WebFlux + R2DBC", PlainWebFlux.class);
        baselines.put("MVC + JDBC", PlainMvc.class);
        return baselines;
    }

    @Override
    public String name() {
        return "P1";
    }

    @Override
    public String question() {
        return "How many durable commands a second, 64 in flight, with idempotency key and expected version?";
    }

    @Override
    public List<Figure> figures() {
        var figures = new ArrayList<>(List.of(
                Figure.ofRates(Commands.PRODUCT, Inserts.name(), Target.atLeast(1.0)),
                Figure.ofRates(Commands.PRODUCT, EMPTY, Target.atLeast(0.8))));
        for (var baseline : BASELINES.keySet())
            figures.add(Figure.ofRates(
                    Commands.PRODUCT, baseline, baseline.equals(AXON) ? Target.atLeast(5) : Target.told()));
        return figures;
    }

    @Override
    public List<Side> sides(House house) {
        var sides = new ArrayList<>(List.of(
                Commands.inFlight(house, Commands.IN_FLIGHT),
                Inserts.side(house, CLIENTS),
                Commands.empty(house, EMPTY)));
        var entries = house.board().entries(Commands.IN_FLIGHT * Commands.ENTRIES_EACH);
        BASELINES.forEach((name, main) -> sides.add(baseline(house, name, main, entries)));
        return sides;
    }

    private static Side baseline(House house, String name, Class<?> main, List<EntryWriter.Target> entries) {
        var server = house.baseline(main);
        var unwritten = entries.stream().map(EntryWriter.Target::unwritten).toList();
        var writers = EntryWriter.share(Commands.IN_FLIGHT, "none", unwritten, Commands.NOTE);
        return new HttpSide(
                name,
                server::processes,
                time -> Measured.of(HttpLoad.flatOut(server.address(), writers, time)),
                () -> {});
    }
}

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
import java.util.ArrayList;
import java.util.List;

/** What several logs gain where several tenants write. */
final class Logs implements Row {
    private static final int TENANTS = 3;
    private static final String ONE = "one log";
    private static final String THREE = "three logs";

    @Override
    public String name() {
        return "Logs";
    }

    @Override
    public String question() {
        return "How many commands of three tenants a second, 64 in flight, go into three logs instead of one?";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.ofRates(THREE, ONE, Target.told()));
    }

    @Override
    public List<Side> sides(House house) {
        return List.of(
                side(ONE, house.keep(Product.start(house.folder(ONE), 1))),
                side(THREE, house.keep(Product.start(house.folder(THREE), TENANTS))));
    }

    private static Side side(String name, Product product) {
        var writers = new ArrayList<EntryWriter>();
        for (var tenant = 0; tenant < TENANTS; tenant++) {
            var key = product.newTenant("bench " + tenant);
            var connections = (Commands.IN_FLIGHT + tenant) / TENANTS;
            var entries = new Board(product.address(), key).entries(connections * Commands.ENTRIES_EACH);
            writers.addAll(EntryWriter.share(connections, key, entries, Commands.NOTE));
        }
        return new HttpSide(
                name,
                product::processes,
                time -> Measured.of(HttpLoad.flatOut(product.address(), writers, time)),
                () -> {});
    }
}

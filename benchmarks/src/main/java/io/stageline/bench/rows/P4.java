package io.stageline.bench.rows;

import io.stageline.bench.Board;
import io.stageline.bench.Product;
import io.stageline.bench.baseline.StockReplay;
import io.stageline.bench.database.Query;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import io.stageline.bench.load.EntryWriter;
import io.stageline.bench.load.HttpLoad;
import java.util.List;

/** How fast all projections are built anew, against reading the same events only, and what commands notice of it. */
final class P4 implements Row {
    private static final long EVENTS = 1_000_000;
    private static final long FULL = 10_000_000;
    private static final String OUT = "ordered stream-out";
    private static final String FOLD = "SQL fold";
    private static final String AXON = "Axon replay";
    private static final String ALONE = "commands";
    private static final String BESIDE = "commands beside";

    private static final String ALL_EVENTS = "COPY (SELECT * FROM stageline.event ORDER BY log_id, position) TO STDOUT";
    // The last event of every stream, whatever is in it.
    private static final String LAST_EVENTS = """
            CREATE TEMPORARY TABLE last_event ON COMMIT DROP AS
            SELECT DISTINCT ON (tenant_id, stream_id) *
              FROM stageline.event
             ORDER BY tenant_id, stream_id, version DESC""";
    private static final String HOW_MANY = "SELECT sum(position) FROM stageline.log_head";

    private final long events;

    P4(long events) {
        this.events = events;
    }

    static long events(boolean full) {
        return full ? FULL : EVENTS;
    }

    @Override
    public String name() {
        return "P4";
    }

    @Override
    public String question() {
        return "How many events a second are folded when all projections are rebuilt from %,d of them?"
                .formatted(events);
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.ofRates(Replaying.NAME, OUT, Target.atLeast(0.7)),
                Figure.ofRates(Replaying.NAME, FOLD, Target.atLeast(0.3)),
                Figure.ofRates(Replaying.NAME, AXON, Target.atLeast(100)),
                Figure.ofRates(BESIDE, ALONE, Target.atLeast(0.9)));
    }

    @Override
    public List<Side> sides(House house) {
        var product = house.product("replay");
        Growth.to(product, events);
        var replaying = new Replaying(product);
        var commands = commands(product);
        return List.of(
                replaying,
                new Query(product, OUT, ALL_EVENTS, HOW_MANY),
                new Query(product, FOLD, LAST_EVENTS, HOW_MANY),
                axon(house),
                commands,
                beside(replaying, commands));
    }

    private static Side commands(Product product) {
        var board = new Board(product.address(), product.key());
        var writers = EntryWriter.share(
                Commands.IN_FLIGHT,
                product.key(),
                board.entries(Commands.IN_FLIGHT * Commands.ENTRIES_EACH),
                Commands.NOTE);
        return new HttpSide(
                ALONE,
                product::processes,
                time -> Measured.of(HttpLoad.flatOut(product.address(), writers, time)),
                () -> Commands.settle(product, board));
    }

    private static Side beside(Replaying replaying, Side commands) {
        return new HttpSide(BESIDE, commands::processes, time -> replaying.during(time, commands), () -> {
            commands.settle();
            replaying.settle();
        });
    }

    private static Side axon(House house) {
        var server = house.baseline(StockReplay.class);
        return new HttpSide(AXON, server::processes, time -> StockReplay.run(server.address(), time), () -> {});
    }
}

package io.stageline.bench.rows;

import io.stageline.bench.Board;
import io.stageline.bench.Product;
import io.stageline.bench.database.Sql;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Side;
import io.stageline.bench.load.EntryWriter;
import io.stageline.bench.load.Get;
import io.stageline.bench.load.HttpLoad;
import java.util.Collections;
import java.util.List;

/** Sides that send commands to the product, and what several rows need for that. */
final class Commands {
    static final String PRODUCT = "stageline";
    static final int IN_FLIGHT = 64;
    static final int ENTRIES_EACH = 100;
    /** The sealed text of such a note makes an event of about 300 bytes. */
    static final int NOTE = 60;

    private static final String HEAD = "SELECT max(position) FROM stageline.log_head";

    private Commands() {}

    /** Records stages as fast as answers come, so many in flight. */
    static Side inFlight(House house, int connections) {
        var product = house.product();
        var board = house.board();
        var entries = board.entries(connections * ENTRIES_EACH);
        var writers = EntryWriter.share(connections, product.key(), entries, NOTE);
        return new HttpSide(
                PRODUCT,
                product::processes,
                time -> Measured.of(HttpLoad.flatOut(product.address(), writers, time)),
                () -> settle(product, board));
    }

    /** Asks the same server for nothing. */
    static Side empty(House house, String name) {
        var product = house.product();
        var gets = Collections.nCopies(IN_FLIGHT, new Get(product.key(), List.of("/livez")));
        return new HttpSide(
                name,
                product::processes,
                time -> Measured.of(HttpLoad.flatOut(product.address(), gets, time)),
                () -> {});
    }

    /** Waits until the read models show all that was recorded. */
    static void settle(Product product, Board board) {
        board.settle(head(product));
    }

    static long head(Product product) {
        return Sql.number(product.database(), HEAD);
    }
}

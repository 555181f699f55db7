package io.stageline.bench.rows;

import io.stageline.bench.Product;
import io.stageline.bench.database.Copy;
import io.stageline.bench.database.Sql;
import io.stageline.bench.frame.Figure;
import io.stageline.bench.frame.House;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Row;
import io.stageline.bench.frame.Side;
import io.stageline.bench.frame.Target;
import io.stageline.bench.load.BatchWriter;
import io.stageline.bench.load.HttpLoad;
import io.stageline.bench.load.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How many events a second go in by batches, against COPY of the very same rows. */
final class P3 implements Row {
    private static final int CONNECTIONS = 2;
    private static final int ENTRIES = 6_400;
    private static final int ROWS = 100_000;
    private static final String TABLE = "bench.copied";
    private static final String ROWS_OF_THE_LOG =
            "(SELECT * FROM stageline.event ORDER BY position DESC LIMIT " + ROWS + ")";

    @Override
    public String name() {
        return "P3";
    }

    @Override
    public String question() {
        return "How many events a second go in as batches of 1,000 lines, each with an id of its own?";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.ofRates(Commands.PRODUCT, Copy.named(), Target.atLeast(0.7)));
    }

    @Override
    public List<Side> sides(House house) {
        var product = house.product();
        var board = house.board();
        var entries = board.entries(ENTRIES);
        var writers = Stream.generate(() -> new BatchWriter(product.key(), entries, Commands.NOTE))
                .limit(CONNECTIONS)
                .toList();
        fill(product, writers);
        var ingestion = new HttpSide(
                Commands.PRODUCT,
                product::processes,
                time -> events(HttpLoad.flatOut(product.address(), writers, time), writers),
                () -> Commands.settle(product, board));
        return List.of(ingestion, copy(product, house.folder("copy").resolve("events.csv")));
    }

    /** Enough events of this shape that those of the copy are of no other. */
    private static void fill(Product product, List<BatchWriter> writers) {
        events(HttpLoad.times(product.address(), writers, ROWS / BatchWriter.LINES), writers);
    }

    private static Measured events(Outcome outcome, List<BatchWriter> writers) {
        if (writers.stream().anyMatch(BatchWriter::anyRefused)) throw new IllegalStateException("lines were refused");
        var requests = Measured.of(outcome);
        return new Measured(
                requests.operations() * BatchWriter.LINES,
                requests.seconds(),
                requests.p50(),
                requests.p99(),
                Map.of());
    }

    private static Side copy(Product product, Path file) {
        Sql.run(
                product.database(),
                "CREATE SCHEMA IF NOT EXISTS bench",
                "CREATE TABLE " + TABLE + " (LIKE stageline.event INCLUDING INDEXES)",
                "COPY " + ROWS_OF_THE_LOG + " TO '" + file + "' WITH (FORMAT csv)");
        return new Copy(product, TABLE, file, "(FORMAT csv)", ROWS);
    }
}

package io.stageline.bench.rows;

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
import io.stageline.bench.load.Script;
import io.stageline.bench.load.SignalWriter;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How many signals, and how many lines of batches, a second go in, against COPY of the very same rows. */
final class P3 implements Row {
    private static final int CONNECTIONS = 2;
    private static final int ENTRIES = 6_400;
    private static final int ROWS = 100_000;
    private static final String SIGNALS = "signals";
    private static final String LINES = "lines of batches";
    private static final String ROWS_OF_THE_LOG =
            "(SELECT * FROM stageline.event ORDER BY position DESC LIMIT " + ROWS + ")";

    @Override
    public String name() {
        return "P3";
    }

    @Override
    public String question() {
        return "How many signals, or lines of a batch, a second go in, 1,000 a request, each with an id of its own?";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.ofRates(SIGNALS, copyOf(SIGNALS), Target.atLeast(0.7)),
                Figure.ofRates(LINES, copyOf(LINES), Target.atLeast(0.7)));
    }

    private static String copyOf(String what) {
        return Copy.named() + " of " + what;
    }

    @Override
    public List<Side> sides(House house) {
        var product = house.product();
        var entries = house.board().entries(ENTRIES);
        var signals = IntStream.range(0, CONNECTIONS)
                .mapToObj(n -> new SignalWriter(product.key(), SignalWriter.MOST))
                .toList();
        var lines = IntStream.range(0, CONNECTIONS)
                .mapToObj(n -> new BatchWriter(product.key(), entries, Commands.NOTE, BatchWriter.MOST))
                .toList();
        return Stream.concat(
                        sides(house, SIGNALS, SignalWriter.MOST, signals, SignalWriter::anyRefused),
                        sides(house, LINES, BatchWriter.MOST, lines, BatchWriter::anyRefused))
                .toList();
    }

    /** The writers, and COPY of as many rows as they have just written. */
    private static <S extends Script> Stream<Side> sides(
            House house, String name, int each, List<S> writers, Predicate<S> anyRefused) {
        var product = house.product();
        HttpLoad.times(product.address(), writers, ROWS / each);
        var ingestion = new HttpSide(
                name,
                product::processes,
                time -> whole(HttpLoad.flatOut(product.address(), writers, time), each, writers, anyRefused),
                () -> Commands.settle(product, house.board()));
        return Stream.of(ingestion, copy(house, name));
    }

    private static <S> Measured whole(Outcome outcome, int each, List<S> writers, Predicate<S> anyRefused) {
        if (writers.stream().anyMatch(anyRefused)) throw new IllegalStateException("some were refused");
        return Measured.of(outcome).times(each);
    }

    private static Side copy(House house, String name) {
        var product = house.product();
        var table = "bench." + name.replace(' ', '_');
        var file = house.folder("copy").resolve(name.replace(' ', '_') + ".csv");
        Sql.run(
                product.database(),
                "CREATE SCHEMA IF NOT EXISTS bench",
                "CREATE TABLE " + table + " (LIKE stageline.event INCLUDING INDEXES)",
                "COPY " + ROWS_OF_THE_LOG + " TO '" + file + "' WITH (FORMAT csv)");
        return new Copy(product, table, file, "(FORMAT csv)", ROWS, copyOf(name));
    }
}

package io.stageline.bench.database;

import io.stageline.bench.Product;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;

/** COPY of a file into an indexed table, emptied before each: by psql where there is one, else by the JDBC driver. */
public final class Copy implements Side {
    private final Product product;
    private final String table;
    private final Path file;
    private final String format;
    private final long rows;
    private final String name;

    /** The format is that of COPY, such as {@code (FORMAT csv, HEADER)}. */
    public Copy(Product product, String table, Path file, String format, long rows) {
        this(product, table, file, format, rows, named());
    }

    /** The same under another name, where a row has several of them. */
    public Copy(Product product, String table, Path file, String format, long rows, String name) {
        this.name = name;
        this.product = product;
        this.table = table;
        this.file = file;
        this.format = format;
        this.rows = rows;
    }

    public static String named() {
        return Programs.find("psql").map(found -> "psql \\copy").orElse("JDBC COPY");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Long> processes() {
        return Set.of(product.postmaster());
    }

    /** As often as the time allows, at least once; emptying the table is not counted. */
    @Override
    public Measured run(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        long nanos = 0;
        var copies = 0;
        while (copies == 0 || System.nanoTime() < end) {
            Sql.run(product.database(), "TRUNCATE " + table);
            var began = System.nanoTime();
            copy();
            nanos += System.nanoTime() - began;
            copies++;
        }
        var each = nanos / 1e6 / copies;
        return new Measured(copies * rows, nanos / 1e9, each, each, Map.of());
    }

    private void copy() {
        var psql = Programs.find("psql");
        if (psql.isEmpty()) copyByDriver();
        else
            Client.run(
                    product,
                    product.data(),
                    List.of(
                            psql.get().toString(),
                            "-X",
                            "-q",
                            "-c",
                            "\\copy " + table + " from '" + file.toAbsolutePath() + "' with " + format));
    }

    private void copyByDriver() {
        try (var connection = product.database().getConnection();
                var lines = Files.newBufferedReader(file)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " FROM STDIN WITH " + format, lines);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}

package io.stageline.bench.database;

import io.stageline.bench.Product;
import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Side;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;

/** A statement that goes through a number of rows, as often as the time allows; what a COPY gives out is thrown away. */
public final class Query implements Side {
    private final Product product;
    private final String name;
    private final String statement;
    private final String rows;

    /** The last query says through how many rows the statement goes. */
    public Query(Product product, String name, String statement, String rows) {
        this.product = product;
        this.name = name;
        this.statement = statement;
        this.rows = rows;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Long> processes() {
        return Set.of(product.postmaster());
    }

    @Override
    public Measured run(Duration time) {
        var each = Sql.number(product.database(), rows);
        var began = System.nanoTime();
        var times = 0;
        do {
            once();
            times++;
        } while (System.nanoTime() - began < time.toNanos());
        var nanos = System.nanoTime() - began;
        return new Measured(times * each, nanos / 1e9, nanos / 1e6 / times, nanos / 1e6 / times, Map.of());
    }

    private void once() {
        if (!statement.startsWith("COPY")) Sql.run(product.database(), statement);
        else if (Programs.find("psql").isPresent()) byClient();
        else byDriver();
    }

    private void byClient() {
        var psql = Programs.find("psql").orElseThrow().toString();
        Client.run(product, product.data(), List.of(psql, "-X", "-q", "-o", "/dev/null", "-c", statement));
    }

    private void byDriver() {
        try (var connection = product.database().getConnection()) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement, OutputStream.nullOutputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}

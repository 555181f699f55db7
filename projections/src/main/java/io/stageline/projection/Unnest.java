package io.stageline.projection;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One statement for many rows: each parameter is the array of one column, in the order of the calls. */
public final class Unnest<R> implements AutoCloseable {

    /** How a row of the answer is read. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet result) throws SQLException;
    }

    private final Connection connection;
    private final PreparedStatement statement;
    private final Collection<R> rows;
    private int parameter;

    public Unnest(Connection connection, String sql, Collection<R> rows) throws SQLException {
        this.connection = connection;
        this.statement = connection.prepareStatement(sql);
        this.rows = rows;
    }

    public Unnest<R> uuids(Function<R, @Nullable UUID> column) throws SQLException {
        return column("uuid", column);
    }

    public Unnest<R> texts(Function<R, @Nullable String> column) throws SQLException {
        return column("text", column);
    }

    public Unnest<R> times(Function<R, @Nullable Instant> column) throws SQLException {
        return column("timestamptz", column);
    }

    public Unnest<R> dates(Function<R, LocalDate> column) throws SQLException {
        return column("date", column);
    }

    public Unnest<R> amounts(Function<R, @Nullable BigDecimal> column) throws SQLException {
        return column("numeric", column);
    }

    public Unnest<R> longs(Function<R, Long> column) throws SQLException {
        return column("int8", column);
    }

    public Unnest<R> ints(Function<R, Integer> column) throws SQLException {
        return column("int4", column);
    }

    public Unnest<R> flags(Function<R, Boolean> column) throws SQLException {
        return column("bool", column);
    }

    public Unnest<R> columns(List<Column<R>> columns) throws SQLException {
        for (var column : columns) column(column.type(), column.value());
        return this;
    }

    /** Runs the statement and says how many of the rows did not make it: their swap was stale. */
    public int rejected() throws SQLException {
        return rows.size() - update();
    }

    public int update() throws SQLException {
        return rows.isEmpty() ? 0 : statement.executeUpdate();
    }

    public <T> List<T> read(Reader<T> reader) throws SQLException {
        var answer = new ArrayList<T>();
        if (rows.isEmpty()) return answer;
        try (var result = statement.executeQuery()) {
            while (result.next()) answer.add(reader.read(result));
        }
        return answer;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    // A time is cut as the folds cut it; the database would round.
    static @Nullable String text(@Nullable Object value) {
        if (value == null) return null;
        return value instanceof Instant time
                ? time.truncatedTo(ChronoUnit.MICROS).toString()
                : value.toString();
    }

    private Unnest<R> column(String type, Function<R, ? extends @Nullable Object> column) throws SQLException {
        var values = new @Nullable String[rows.size()];
        var index = 0;
        for (R row : rows) values[index++] = text(column.apply(row));
        statement.setArray(++parameter, connection.createArrayOf(type, values));
        return this;
    }
}

package io.stageline.webhook.automation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One statement for many rows: the array of each column is a parameter, in the order of the calls. */
final class ManyRows<R> implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<R> rows;
    private int parameter;

    /** How a row of the answer is read. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet result) throws SQLException;
    }

    ManyRows(Connection connection, String sql, List<R> rows) throws SQLException {
        this.connection = connection;
        this.statement = connection.prepareStatement(sql);
        this.rows = rows;
    }

    ManyRows<R> uuids(Function<R, @Nullable UUID> column) throws SQLException {
        return column("uuid", column);
    }

    ManyRows<R> texts(Function<R, @Nullable String> column) throws SQLException {
        return column("text", column);
    }

    ManyRows<R> longs(Function<R, Long> column) throws SQLException {
        return column("int8", column);
    }

    ManyRows<R> ints(Function<R, @Nullable Integer> column) throws SQLException {
        return column("int4", column);
    }

    ManyRows<R> times(Function<R, @Nullable Instant> column) throws SQLException {
        return column("timestamptz", column);
    }

    int update() throws SQLException {
        return rows.isEmpty() ? 0 : statement.executeUpdate();
    }

    <T> List<T> read(Reader<T> reader) throws SQLException {
        var answer = new ArrayList<T>();
        if (rows.isEmpty()) return answer;
        try (var result = statement.executeQuery()) {
            while (result.next()) answer.add(reader.read(result));
        }
        return answer;
    }

    private ManyRows<R> column(String type, Function<R, ? extends @Nullable Object> column) throws SQLException {
        var values = new @Nullable String[rows.size()];
        for (var row = 0; row < values.length; row++) {
            var value = column.apply(rows.get(row));
            values[row] = value == null ? null : value.toString();
        }
        statement.setArray(++parameter, connection.createArrayOf(type, values));
        return this;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}

package io.stageline.projection;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whole rows of a table as one parameter, for {@code unnest(?::the_table[])}. Where there are many columns and few rows
 * this is cheaper than an array for each column, which is a function call and a store of its own in the database.
 */
public final class Rows {
    private final StringBuilder text = new StringBuilder().append('{');
    private boolean firstOfRow = true;

    private Rows() {}

    /** Each row adds all the columns of the table, in the order of its definition. */
    public static <R> Rows of(Collection<R> rows, BiConsumer<Rows, R> columns) {
        var all = new Rows();
        for (R row : rows) {
            all.text.append(all.text.length() == 1 ? "\"(" : ",\"(");
            all.firstOfRow = true;
            columns.accept(all, row);
            all.text.append(")\"");
        }
        return all;
    }

    public Rows add(@Nullable Object value) {
        if (!firstOfRow) text.append(',');
        firstOfRow = false;
        if (value instanceof String words) quoted(words);
        else if (value != null) text.append(Unnest.text(value)); // an id, time or number needs no quotes
        return this;
    }

    public <R> Rows addAll(Iterable<Column<R>> columns, R row) {
        for (var column : columns) add(column.value().apply(row));
        return this;
    }

    /** Sets the parameter; the statement says of which table the rows are. */
    public void set(PreparedStatement statement, int parameter) throws SQLException {
        statement.setObject(parameter, text + "}", Types.OTHER);
    }

    // A quote within a value is within the quotes of the value, which are within those of the row.
    private void quoted(String words) {
        var inRow = words.replace("\\", "\\\\\\\\").replace("\"", "\\\\\\\"");
        text.append("\\\"").append(inRow).append("\\\"");
    }
}

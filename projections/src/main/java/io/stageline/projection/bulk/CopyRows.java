package io.stageline.projection.bulk;

import io.stageline.projection.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows of a table written by binary COPY: no text is made, parsed or planned for any of them. */
public final class CopyRows<R> {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int NULL = -1;
    private static final int NO_MORE = -1;

    private final String table;
    private final List<Column<R>> columns;
    private final List<CopyField> fields;
    private final CopyBuffer buffer = new CopyBuffer();

    /** All columns of the table, in the order of its definition and of exactly its types. */
    public CopyRows(String table, List<Column<R>> columns) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.fields =
                columns.stream().map(column -> CopyField.of(column.type())).toList();
    }

    /** Adds the rows to the table, in the transaction of the connection; one that is there already is an error. */
    public void write(Connection connection, Iterable<R> rows) throws SQLException {
        var left = rows.iterator();
        if (!left.hasNext()) return;
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
        try {
            buffer.clear();
            buffer.bytes(SIGNATURE).int4(0).int4(0); // no flags, no extension
            while (left.hasNext()) row(copy, left.next());
            buffer.int2(NO_MORE).send(copy);
            copy.endCopy();
        } catch (SQLException | RuntimeException failed) {
            cancel(copy, failed);
            throw failed;
        }
    }

    // A connection is good for nothing else while a COPY is open on it.
    private static void cancel(CopyIn copy, Exception failed) {
        try {
            if (copy.isActive()) copy.cancelCopy();
        } catch (SQLException broken) {
            failed.addSuppressed(broken);
        }
    }

    private void row(CopyIn copy, R row) throws SQLException {
        buffer.int2(fields.size());
        for (var n = 0; n < fields.size(); n++) {
            var value = columns.get(n).value().apply(row);
            if (value == null) buffer.int4(NULL);
            else field(fields.get(n), value);
        }
        buffer.sendIfFull(copy);
    }

    private void field(CopyField field, Object value) {
        var begun = buffer.begin();
        field.write(buffer, value);
        buffer.end(begun);
    }
}

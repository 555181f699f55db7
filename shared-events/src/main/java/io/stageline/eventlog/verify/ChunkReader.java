package io.stageline.eventlog.verify;

import io.stageline.eventlog.Digest;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Reads neighbouring events of a log by binary COPY, and checks of each what can be told from itself alone. */
final class ChunkReader {
    private static final String COPY = """
            COPY (SELECT %s
                    FROM stageline.event
                   WHERE log_id = %d AND position BETWEEN %d AND %d
                   ORDER BY log_id, position)
              TO STDOUT (FORMAT binary)""";

    private final int log;
    private final Payloads payloads;
    private final Tenants tenants;
    private final Findings findings;

    ChunkReader(int log, Payloads payloads, Tenants tenants, Findings findings) {
        this.log = log;
        this.payloads = payloads;
        this.tenants = tenants;
        this.findings = findings;
    }

    /** The events at these positions, each fully checked by itself. */
    Chunk readAll(Connection connection, long first, long last) throws SQLException {
        return read(connection, EventRow.ALL_COLUMNS, first, last, true);
    }

    /** The same without types and payloads, for a later pass. */
    Chunk readKeys(Connection connection, long first, long last) throws SQLException {
        return read(connection, EventRow.COLUMNS, first, last, false);
    }

    private Chunk read(Connection connection, String columns, long first, long last, boolean check)
            throws SQLException {
        var chunk = new Chunk((int) (last - first + 1));
        var row = new EventRow();
        var digest = new Digest();
        var copy = copies(connection).copyOut(COPY.formatted(columns, log, first, last));
        for (var message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
            if (!row.take(message)) continue;
            chunk.add(row);
            if (check) check(row, digest);
        }
        return chunk;
    }

    private void check(EventRow row, Digest digest) {
        var payload = payloads.check(row, log);
        if (payload != null) findings.add(payload);
        var changed = Payloads.changed(row, log, digest);
        if (changed != null) findings.add(changed);
        var tenant = tenants.check(row, log);
        if (tenant != null) findings.add(tenant);
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}

package io.stageline.eventlog.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** Asks the log itself about what hashes only suspect, so that two streams with one hash never count as damage. */
final class Suspicions {
    private static final String VERSION = """
            SELECT e.stream_id, e.version,
                   coalesce((SELECT before.version
                               FROM stageline.event before
                              WHERE before.log_id = e.log_id AND before.tenant_id = e.tenant_id
                                AND before.stream_id = e.stream_id AND before.position < e.position
                              ORDER BY before.position DESC
                              LIMIT 1), 0)
              FROM stageline.event e
             WHERE e.log_id = ? AND e.position = ?""";
    private static final String ID = """
            SELECT e.stream_id, e.version, e.event_id, min(before.version)
              FROM stageline.event e
              JOIN stageline.event before
                ON before.log_id = e.log_id AND before.tenant_id = e.tenant_id
               AND before.stream_id = e.stream_id AND before.event_id = e.event_id AND before.position < e.position
             WHERE e.log_id = ? AND e.position = ?
             GROUP BY 1, 2, 3""";
    private static final String NEXT = """
            SELECT min(position)
              FROM stageline.event
             WHERE log_id = ? AND position >= ?""";

    private final int log;
    private final Connection connection;
    private final Findings findings;

    Suspicions(int log, Connection connection, Findings findings) {
        this.log = log;
        this.connection = connection;
        this.findings = findings;
    }

    /** Whether the event at this position is the next version of its stream. */
    void version(long position) throws SQLException {
        try (var sql = connection.prepareStatement(VERSION)) {
            sql.setInt(1, log);
            sql.setLong(2, position);
            try (var row = sql.executeQuery()) {
                if (!row.next() || row.getLong(2) == row.getLong(3) + 1) return;
                var what = "version " + row.getLong(2) + " follows "
                        + (row.getLong(3) == 0 ? "nothing" : "version " + row.getLong(3));
                findings.add(Finding.at(log, position, row.getObject(1, UUID.class), Damage.VERSION_NOT_NEXT, what));
            }
        }
    }

    /** Whether the event at this position has the id of an earlier event of its stream. */
    void id(long position) throws SQLException {
        try (var sql = connection.prepareStatement(ID)) {
            sql.setInt(1, log);
            sql.setLong(2, position);
            try (var row = sql.executeQuery()) {
                if (!row.next()) return;
                var what = "version %d is version %d again, by its event id %s"
                        .formatted(row.getLong(2), row.getLong(4), row.getString(3));
                findings.add(Finding.at(log, position, row.getObject(1, UUID.class), Damage.EVENT_TWICE, what));
            }
        }
    }

    /** The first position at or after this one that has an event; a gap may be long. */
    long nextPosition(long from) throws SQLException {
        try (var sql = connection.prepareStatement(NEXT)) {
            sql.setInt(1, log);
            sql.setLong(2, from);
            try (var row = sql.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}

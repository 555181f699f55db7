package io.stageline.projection.verify;

import io.stageline.eventlog.StreamKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** The streams of one log that are looked at next: those that moved since the last time, then the others in their order. */
final class Sweep {
    private static final UUID FIRST = new UUID(0, 0);

    private static final String MOVED = """
            SELECT DISTINCT tenant_id, stream_id
              FROM stageline.event
             WHERE log_id = ? AND position > ? AND position <= ? AND type <> ALL (?)
             LIMIT ?""";
    private static final String IN_ORDER = """
            SELECT tenant_id, stream_id
              FROM stageline.event
             WHERE log_id = ? AND version = 1 AND (tenant_id, stream_id) > (?, ?) AND type <> ALL (?)
             ORDER BY tenant_id, stream_id
             LIMIT ?""";

    private final int log;
    private final Set<String> unasked;
    private long lookedAt;
    private StreamKey last = new StreamKey(FIRST, FIRST);

    /** What moved up to this position is not new; streams of types that nobody asks for are none. */
    Sweep(int log, Set<String> unasked, long lookedAt) {
        this.log = log;
        this.unasked = unasked;
        this.lookedAt = lookedAt;
    }

    /** Streams of a cycle, and whether the last one of the log is among them. */
    record Next(Set<StreamKey> streams, boolean roundIsComplete) {}

    Next next(Connection connection, long upTo, int moved, int inOrder) throws SQLException {
        var streams = new LinkedHashSet<>(moved(connection, upTo, moved));
        var swept = inOrder(connection, inOrder);
        streams.addAll(swept);
        lookedAt = upTo;
        var complete = swept.size() < inOrder;
        last = complete ? new StreamKey(FIRST, FIRST) : lastOf(swept);
        return new Next(streams, complete);
    }

    private Set<StreamKey> moved(Connection connection, long upTo, int most) throws SQLException {
        try (var select = connection.prepareStatement(MOVED)) {
            select.setInt(1, log);
            select.setLong(2, lookedAt);
            select.setLong(3, upTo);
            select.setArray(4, connection.createArrayOf("text", unasked.toArray()));
            select.setInt(5, most);
            return read(select);
        }
    }

    private Set<StreamKey> inOrder(Connection connection, int most) throws SQLException {
        try (var select = connection.prepareStatement(IN_ORDER)) {
            select.setInt(1, log);
            select.setObject(2, last.tenant());
            select.setObject(3, last.stream());
            select.setArray(4, connection.createArrayOf("text", unasked.toArray()));
            select.setInt(5, most);
            return read(select);
        }
    }

    private static StreamKey lastOf(Set<StreamKey> streams) {
        return streams.stream().reduce((one, other) -> other).orElseThrow();
    }

    private static Set<StreamKey> read(PreparedStatement select) throws SQLException {
        var streams = new LinkedHashSet<StreamKey>();
        try (var rows = select.executeQuery()) {
            while (rows.next())
                streams.add(new StreamKey(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)));
        }
        return streams;
    }
}

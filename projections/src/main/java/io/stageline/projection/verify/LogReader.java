package io.stageline.projection.verify;

import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.eventlog.Unreadable;
import io.stageline.projection.Generation;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events that a generation has folded, as it has folded them: from a letter on, those of its stream are blank. */
final class LogReader {
    private static final int AT_ONCE = 2_000;

    private static final String COLUMNS = """
            SELECT e.position, e.tenant_id, e.stream_id, e.version, e.event_id, e.type, e.payload::text, e.recorded_at,
                   e.actor_id, e.causation_id, e.correlation_id
              FROM\s""";
    private static final String BETWEEN = COLUMNS + """
                   stageline.event AS e
             WHERE e.log_id = ? AND e.position > ? AND e.position <= ? AND (?::uuid IS NULL OR e.tenant_id = ?)
             ORDER BY e.position""";
    private static final String OF_STREAMS = COLUMNS + """
                   unnest(?::uuid[], ?::uuid[]) AS wanted (tenant_id, stream_id)
              JOIN stageline.event AS e USING (tenant_id, stream_id)
             WHERE e.log_id = ? AND e.position <= ?
             ORDER BY e.position""";
    private static final String LETTERS = """
            SELECT tenant_id, stream_id, min(position)
              FROM stageline.dead_letter
             WHERE projection = ? AND generation = ? AND state <> 'done'
             GROUP BY tenant_id, stream_id""";

    private final Connection connection;
    private final EventTypes types;
    private final Map<StreamKey, Long> letters;

    private LogReader(Connection connection, EventTypes types, Map<StreamKey, Long> letters) {
        this.connection = connection;
        this.types = types;
        this.letters = letters;
    }

    /** Who takes the events, in the order of the log. */
    @FunctionalInterface
    interface Taking {
        void take(List<Recorded> events) throws SQLException;
    }

    /** Reads for a generation, whose letters are those of the snapshot of the connection. */
    static LogReader of(Connection connection, EventTypes types, Generation generation) throws SQLException {
        var letters = new HashMap<StreamKey, Long>();
        try (var select = connection.prepareStatement(LETTERS)) {
            select.setString(1, generation.projection());
            select.setInt(2, generation.number());
            try (var rows = select.executeQuery()) {
                while (rows.next())
                    letters.put(
                            new StreamKey(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)),
                            rows.getLong(3));
            }
        }
        return new LogReader(connection, types, letters);
    }

    /** Whether it leaves out whatever the other one does. */
    boolean leavesOut(LogReader other) {
        return other.letters.entrySet().stream()
                .allMatch(letter -> letters.getOrDefault(letter.getKey(), Long.MAX_VALUE) <= letter.getValue());
    }

    /** The next events after a position, at most to another one: those of a stretch of the log, which may be none. */
    List<Recorded> next(int log, long after, long upTo, @Nullable UUID tenant) throws SQLException {
        var events = new ArrayList<Recorded>();
        try (var select = connection.prepareStatement(BETWEEN)) {
            select.setInt(1, log);
            select.setLong(2, after);
            select.setLong(3, endOfStretch(after, upTo));
            select.setObject(4, tenant);
            select.setObject(5, tenant);
            try (var rows = select.executeQuery()) {
                while (rows.next()) events.add(event(rows));
            }
        }
        return events;
    }

    /** Where the stretch of the log ends that is read at once. */
    static long endOfStretch(long after, long upTo) {
        return Math.min(upTo, after + AT_ONCE);
    }

    /** All events of these streams that are on a log up to a position, a limited number at once. */
    void streams(Collection<StreamKey> streams, int log, long upTo, Taking taking) throws SQLException {
        try (var select = connection.prepareStatement(OF_STREAMS)) {
            select.setArray(1, uuids(streams.stream().map(StreamKey::tenant).toArray()));
            select.setArray(2, uuids(streams.stream().map(StreamKey::stream).toArray()));
            select.setInt(3, log);
            select.setLong(4, upTo);
            take(select, taking);
        }
    }

    // The rows come in portions, as the connection is in a transaction.
    private void take(PreparedStatement select, Taking taking) throws SQLException {
        select.setFetchSize(AT_ONCE);
        var events = new ArrayList<Recorded>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                events.add(event(rows));
                if (events.size() < AT_ONCE) continue;
                taking.take(List.copyOf(events));
                events.clear();
            }
        }
        if (!events.isEmpty()) taking.take(List.copyOf(events));
    }

    private Array uuids(Object[] ids) throws SQLException {
        return connection.createArrayOf("uuid", ids);
    }

    private Recorded event(ResultSet row) throws SQLException {
        var stream = new StreamKey(row.getObject(2, UUID.class), row.getObject(3, UUID.class));
        return new Recorded(
                row.getLong(1),
                stream.tenant(),
                stream.stream(),
                row.getLong(4),
                row.getObject(5, UUID.class),
                content(stream, row),
                row.getTimestamp(8).toInstant(),
                new Origin(row.getObject(9, UUID.class), row.getObject(10, UUID.class), row.getObject(11, UUID.class)));
    }

    private Object content(StreamKey stream, ResultSet row) throws SQLException {
        var parkedFrom = letters.get(stream);
        if (parkedFrom != null && row.getLong(1) >= parkedFrom)
            return new Unreadable(row.getString(6), Unreadable.Reason.UNREADABLE);
        var payload = row.getString(7).getBytes(StandardCharsets.UTF_8);
        return types.readOrTell(row.getString(6), payload, 0, payload.length);
    }
}

package io.stageline.projection.verify;

import io.stageline.eventlog.Digest;
import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Origin;
import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.eventlog.Unasked;
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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events that a generation has folded, as it has folded them: from a letter on, those of its stream are blank, and so
 * they are from one on that is not what was appended.
 */
final class LogReader {
    private static final int AT_ONCE = 2_000;
    private static final int ROWS_AT_ONCE = 500;
    private static final long CHARACTERS_AT_ONCE = 4_000_000;

    private static final String COLUMNS = """
            SELECT e.position, e.tenant_id, e.stream_id, e.version, e.event_id, e.type,
                   CASE WHEN e.type = ANY (?) THEN NULL ELSE e.payload::text END, e.recorded_at,
                   e.actor_id, e.causation_id, e.correlation_id, e.digest
              FROM\s""";
    private static final String BETWEEN = COLUMNS + """
                   stageline.event AS e
             WHERE e.log_id = ? AND e.position > ? AND e.position <= ? AND (?::uuid IS NULL OR e.tenant_id = ?)
             ORDER BY e.position""";
    // What has an order of its own is planned by itself: each stream is looked up by its key, whatever statistics say.
    private static final String OF_STREAMS = COLUMNS + """
                   unnest(?::uuid[], ?::uuid[]) AS wanted (tenant, stream)
             CROSS JOIN LATERAL (SELECT * FROM stageline.event
                                  WHERE tenant_id = wanted.tenant AND stream_id = wanted.stream
                                    AND log_id = ? AND position <= ?
                                  ORDER BY version) AS e
             ORDER BY e.position""";
    private static final String LETTERS = """
            SELECT tenant_id, stream_id, min(position)
              FROM stageline.dead_letter
             WHERE projection = ? AND generation = ? AND state <> 'done'
             GROUP BY tenant_id, stream_id""";

    private final Connection connection;
    private final EventTypes types;
    private final Set<String> unasked;
    private final Damaged damaged;
    private final Map<StreamKey, Long> letters;
    private final Digest digest = new Digest();
    private long characters;

    private LogReader(
            Connection connection,
            EventTypes types,
            Set<String> unasked,
            Damaged damaged,
            Map<StreamKey, Long> letters) {
        this.connection = connection;
        this.types = types;
        this.unasked = unasked;
        this.damaged = damaged;
        this.letters = letters;
    }

    /** Who takes the events, in the order of the log. */
    @FunctionalInterface
    interface Taking {
        void take(List<Recorded> events) throws SQLException;
    }

    /** Reads for a generation, whose letters are those of the snapshot of the connection, and tells what is damaged. */
    static LogReader of(
            Connection connection, EventTypes types, Set<String> unasked, Damaged damaged, Generation generation)
            throws SQLException {
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
        return new LogReader(connection, types, unasked, damaged, letters);
    }

    /** Whether it leaves out whatever the other one does. */
    boolean leavesOut(LogReader other) {
        return other.letters.entrySet().stream()
                .allMatch(letter -> letters.getOrDefault(letter.getKey(), Long.MAX_VALUE) <= letter.getValue());
    }

    /** The events of a stretch of the log, which begins after a position and ends at another one at the latest. */
    void stretch(int log, long after, long upTo, @Nullable UUID tenant, Taking taking) throws SQLException {
        try (var select = connection.prepareStatement(BETWEEN)) {
            select.setArray(1, texts(unasked));
            select.setInt(2, log);
            select.setLong(3, after);
            select.setLong(4, endOfStretch(after, upTo));
            select.setObject(5, tenant);
            select.setObject(6, tenant);
            take(log, select, taking);
        }
    }

    /** Where the stretch of the log ends that is read at once. */
    static long endOfStretch(long after, long upTo) {
        return Math.min(upTo, after + AT_ONCE);
    }

    /** All events of these streams that are on a log up to a position. */
    void streams(Collection<StreamKey> streams, int log, long upTo, Taking taking) throws SQLException {
        try (var select = connection.prepareStatement(OF_STREAMS)) {
            select.setArray(1, texts(unasked));
            select.setArray(2, uuids(streams.stream().map(StreamKey::tenant).toArray()));
            select.setArray(3, uuids(streams.stream().map(StreamKey::stream).toArray()));
            select.setInt(4, log);
            select.setLong(5, upTo);
            take(log, select, taking);
        }
    }

    // The rows come in portions, as the connection is in a transaction; what is handed over is not much at once either.
    private void take(int log, PreparedStatement select, Taking taking) throws SQLException {
        select.setFetchSize(ROWS_AT_ONCE);
        var events = new ArrayList<Recorded>();
        try (var rows = select.executeQuery()) {
            for (characters = 0; rows.next(); ) {
                events.add(event(log, rows));
                if (events.size() < AT_ONCE && characters < CHARACTERS_AT_ONCE) continue;
                taking.take(List.copyOf(events));
                events.clear();
                characters = 0;
            }
        }
        if (!events.isEmpty()) taking.take(List.copyOf(events));
    }

    private Array uuids(Object[] ids) throws SQLException {
        return connection.createArrayOf("uuid", ids);
    }

    private Array texts(Set<String> names) throws SQLException {
        return connection.createArrayOf("text", names.toArray());
    }

    private Recorded event(int log, ResultSet row) throws SQLException {
        var event = new Recorded(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getLong(4),
                row.getObject(5, UUID.class),
                content(row),
                row.getTimestamp(8).toInstant(),
                new Origin(row.getObject(9, UUID.class), row.getObject(10, UUID.class), row.getObject(11, UUID.class)));
        if (event.event() instanceof Unreadable unreadable) damaged.add(log, event, unreadable);
        return event;
    }

    private Object content(ResultSet row) throws SQLException {
        var stream = new StreamKey(row.getObject(2, UUID.class), row.getObject(3, UUID.class));
        var text = row.getString(7);
        if (text == null || isBlank(stream, row.getLong(1))) return Unasked.EVENT;
        characters += text.length();
        var type = row.getString(6);
        var payload = text.getBytes(StandardCharsets.UTF_8);
        var appended = row.getObject(12, UUID.class);
        return digest.fits(appended, stream.stream(), row.getLong(4), type, payload, 0, payload.length)
                ? types.readOrTell(type, payload, 0, payload.length)
                : new Unreadable(type, Unreadable.Reason.DAMAGED);
    }

    private boolean isBlank(StreamKey stream, long position) {
        return position >= letters.getOrDefault(stream, Long.MAX_VALUE) || damaged.holds(stream);
    }
}

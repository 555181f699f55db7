package io.stageline.projection.verify;

import io.stageline.eventlog.StreamKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Streams that stand for all that is folded of a log: half of them any, half of them those that moved last, and what they
 * need.
 */
final class StreamSample {
    private static final String NEWEST = """
            SELECT DISTINCT tenant_id, stream_id
              FROM (SELECT tenant_id, stream_id
                      FROM stageline.event
                     WHERE log_id = ? AND position <= ? AND (?::uuid IS NULL OR tenant_id = ?) AND type <> ALL (?)
                     ORDER BY position DESC
                     LIMIT ?) AS last""";
    private static final String AT = """
            SELECT DISTINCT tenant_id, stream_id
              FROM stageline.event
             WHERE log_id = ? AND position = ANY (?) AND (?::uuid IS NULL OR tenant_id = ?) AND type <> ALL (?)""";
    private static final String CONTACTS = """
            SELECT DISTINCT chosen.tenant, substring(begun.contact FROM '^[0-9a-f-]{36}$')::uuid
              FROM unnest(?::uuid[], ?::uuid[]) AS chosen (tenant, stream)
             CROSS JOIN LATERAL (SELECT payload ->> 'contactId' AS contact
                                   FROM stageline.event
                                  WHERE tenant_id = chosen.tenant AND stream_id = chosen.stream
                                    AND log_id = ? AND version = 1
                                  LIMIT 1) AS begun
             WHERE begun.contact ~ '^[0-9a-f-]{36}$'""";

    private final Connection connection;
    private final Set<String> unasked;
    private final RandomGenerator random;

    /** Streams of types that nobody asks for are none. */
    StreamSample(Connection connection, Set<String> unasked, RandomGenerator random) {
        this.connection = connection;
        this.unasked = unasked;
        this.random = random;
    }

    /** So many streams of a log at most, of those that have events up to the position. */
    Set<StreamKey> of(int log, long upTo, int most, @Nullable UUID tenant) throws SQLException {
        var streams = new LinkedHashSet<StreamKey>();
        streams.addAll(newest(log, upTo, (most + 1) / 2, tenant));
        if (upTo > 0) streams.addAll(any(log, upTo, most / 2, tenant));
        return streams;
    }

    // Most positions may be of what nobody asks for, so it picks again as long as that adds anything.
    private Set<StreamKey> any(int log, long upTo, int most, @Nullable UUID tenant) throws SQLException {
        var any = new LinkedHashSet<StreamKey>();
        for (var before = -1; any.size() < most && any.size() > before; ) {
            before = any.size();
            any.addAll(picked(log, upTo, most - any.size(), tenant));
        }
        return any;
    }

    /** The streams with those of the contacts that they are about: an entry shows its contact's name. */
    static Set<StreamKey> withContacts(Connection connection, int log, Collection<StreamKey> chosen)
            throws SQLException {
        var all = new LinkedHashSet<>(chosen);
        try (var select = connection.prepareStatement(CONTACTS)) {
            select.setArray(
                    1, uuids(connection, chosen.stream().map(StreamKey::tenant).toArray()));
            select.setArray(
                    2, uuids(connection, chosen.stream().map(StreamKey::stream).toArray()));
            select.setInt(3, log);
            all.addAll(read(select));
        }
        return all;
    }

    private Set<StreamKey> newest(int log, long upTo, int most, @Nullable UUID tenant) throws SQLException {
        try (var select = connection.prepareStatement(NEWEST)) {
            select.setInt(1, log);
            select.setLong(2, upTo);
            select.setObject(3, tenant);
            select.setObject(4, tenant);
            select.setArray(5, connection.createArrayOf("text", unasked.toArray()));
            select.setInt(6, most);
            return read(select);
        }
    }

    private Set<StreamKey> picked(int log, long upTo, int most, @Nullable UUID tenant) throws SQLException {
        var positions = random.longs(most, 1, upTo + 1).boxed().toArray();
        try (var select = connection.prepareStatement(AT)) {
            select.setInt(1, log);
            select.setArray(2, connection.createArrayOf("int8", positions));
            select.setObject(3, tenant);
            select.setObject(4, tenant);
            select.setArray(5, connection.createArrayOf("text", unasked.toArray()));
            return read(select);
        }
    }

    private static Array uuids(Connection connection, Object[] ids) throws SQLException {
        return connection.createArrayOf("uuid", ids);
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

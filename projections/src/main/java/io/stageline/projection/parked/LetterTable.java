package io.stageline.projection.parked;

import io.stageline.eventlog.StreamKey;
import io.stageline.projection.Generation;
import io.stageline.projection.parked.Letter.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The letters as they are stored; every statement is part of the transaction of the connection. */
record LetterTable(Connection connection) {
    private static final String COLUMNS = """
            SELECT tenant_id, letter_id, projection, generation, log_id, stream_id, version, position, event_id,
                   type, cause, error, state, parked_at, attempts, tried_at, closed_at, closed_by, reason, sealed
              FROM stageline.dead_letter
            """;
    private static final String LIST = COLUMNS + """
             WHERE projection = ? AND tenant_id = coalesce(?::uuid, tenant_id) AND state = coalesce(?::text, state)
             ORDER BY generation, log_id, position
             LIMIT ?""";
    private static final String FIND = COLUMNS + """
             WHERE letter_id = ? AND tenant_id = coalesce(?::uuid, tenant_id)""";
    private static final String FIRST_OF_UNKNOWN_TYPES = COLUMNS + """
             WHERE projection = ? AND generation = ? AND log_id = ? AND state = 'parked' AND cause = 'unknown-type'
             ORDER BY position""";
    private static final String PARKED = """
            SELECT DISTINCT tenant_id, stream_id
              FROM stageline.dead_letter
             WHERE projection = ? AND generation = ? AND state = 'parked'""";
    private static final String OF_SEQUENCE =
            " WHERE projection = ? AND generation = ? AND log_id = ? AND tenant_id = ? AND stream_id = ? AND state <> 'done'";
    private static final String COUNT = """
            SELECT count(*) FROM stageline.dead_letter WHERE projection = ? AND state = ? AND state <> 'done'""";
    private static final String FIRST_VERSION = "SELECT min(version) FROM stageline.dead_letter" + OF_SEQUENCE;
    private static final String DONE = """
            UPDATE stageline.dead_letter
               SET state = 'done', attempts = attempts + 1, tried_at = ?, closed_at = ?, closed_by = ?
            """ + OF_SEQUENCE;
    private static final String DROP = """
            UPDATE stageline.dead_letter
               SET state = 'dropped', closed_at = ?, closed_by = ?, reason = ?
            """ + OF_SEQUENCE;
    private static final String TRIED = """
            UPDATE stageline.dead_letter
               SET attempts = attempts + 1, tried_at = ?, error = ?
             WHERE tenant_id = ? AND letter_id = ?""";

    List<Letter> list(String projection, @Nullable UUID tenant, @Nullable State state, int most) throws SQLException {
        return read(LIST, LetterTable::letter, projection, tenant, state == null ? null : state.wire(), most);
    }

    Optional<Letter> find(@Nullable UUID tenant, UUID letter) throws SQLException {
        return read(FIND, LetterTable::letter, letter, tenant).stream().findFirst();
    }

    byte[] sealed(Letter letter) throws SQLException {
        return read(FIND, row -> row.getBytes("sealed"), letter.id(), letter.tenant())
                .get(0);
    }

    List<Letter> ofUnknownTypes(Generation generation, int log) throws SQLException {
        return read(FIRST_OF_UNKNOWN_TYPES, LetterTable::letter, generation.projection(), generation.number(), log);
    }

    long count(String projection, State state) throws SQLException {
        return read(COUNT, row -> row.getLong(1), projection, state.wire()).get(0);
    }

    List<StreamKey> parked(Generation generation) throws SQLException {
        return read(
                PARKED,
                row -> new StreamKey(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                generation.projection(),
                generation.number());
    }

    /** The version with which the letter's sequence begins to wait; 0 when nothing of it waits. */
    long firstVersion(Letter letter) throws SQLException {
        return read(FIRST_VERSION, row -> row.getLong(1), withSequence(letter)).get(0);
    }

    void done(Letter letter, String actor, Instant now) throws SQLException {
        update(DONE, withSequence(letter, Timestamp.from(now), Timestamp.from(now), actor));
    }

    int drop(Letter letter, String reason, String actor, Instant now) throws SQLException {
        return update(DROP, withSequence(letter, Timestamp.from(now), actor, reason));
    }

    void tried(Letter letter, String error, Instant now) throws SQLException {
        update(TRIED, Timestamp.from(now), error, letter.tenant(), letter.id());
    }

    private static Object[] withSequence(Letter letter, Object... before) {
        var all = new ArrayList<Object>(List.of(before));
        all.addAll(List.of(letter.projection(), letter.generation(), letter.log(), letter.tenant(), letter.stream()));
        return all.toArray();
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> read(String question, Reader<T> reader, @Nullable Object... parameters) throws SQLException {
        var answer = new ArrayList<T>();
        try (var ask = connection.prepareStatement(question)) {
            set(ask, parameters);
            try (var row = ask.executeQuery()) {
                while (row.next()) answer.add(reader.read(row));
            }
        }
        return answer;
    }

    private int update(String change, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(change)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (var i = 0; i < parameters.length; i++) statement.setObject(i + 1, parameters[i]);
    }

    private static Letter letter(ResultSet row) throws SQLException {
        return new Letter(
                row.getObject("tenant_id", UUID.class),
                row.getObject("letter_id", UUID.class),
                row.getString("projection"),
                row.getInt("generation"),
                row.getInt("log_id"),
                row.getObject("stream_id", UUID.class),
                row.getLong("version"),
                row.getLong("position"),
                row.getObject("event_id", UUID.class),
                row.getString("type"),
                Cause.ofWire(row.getString("cause")),
                row.getString("error"),
                State.ofWire(row.getString("state")),
                row.getTimestamp("parked_at").toInstant(),
                row.getInt("attempts"),
                instant(row, "tried_at"),
                instant(row, "closed_at"),
                row.getString("closed_by"),
                row.getString("reason"),
                null);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}

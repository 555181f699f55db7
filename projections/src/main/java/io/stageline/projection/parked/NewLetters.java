package io.stageline.projection.parked;

import io.stageline.projection.Generation;
import io.stageline.projection.parked.Letter.Found;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How letters come to be: in the transaction of the batch that goes on without their events. */
record NewLetters(Connection connection) {
    private static final String FOUND = """
            SELECT position, type, payload::text
              FROM stageline.event
             WHERE log_id = ? AND position = ANY (?)""";
    // A generation that is fed again from further back finds the same events again.
    private static final String PARK = """
            INSERT INTO stageline.dead_letter AS letter
                   (tenant_id, letter_id, projection, generation, log_id, stream_id, version, position, event_id,
                    type, cause, error, sealed, state, parked_at)
            VALUES (?, gen_random_uuid(), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, projection, generation, stream_id, position) DO UPDATE
               SET type = excluded.type, cause = excluded.cause, error = excluded.error, sealed = excluded.sealed,
                   state = excluded.state, parked_at = excluded.parked_at, closed_at = NULL, closed_by = NULL,
                   reason = NULL""";

    /** How the content of a letter is sealed. */
    interface Sealing {
        byte[] seal(Slip slip, Found found);
    }

    /** Writes the letters, each with what the log has at its position. */
    void write(Generation generation, int log, List<Slip> slips, Sealing sealing, Instant now) throws SQLException {
        var found =
                found(log, slips.stream().map(slip -> slip.event().position()).toList());
        try (var insert = connection.prepareStatement(PARK)) {
            for (var slip : slips) {
                var what = found.get(slip.event().position());
                var event = slip.event();
                if (what == null) throw new IllegalStateException("the log has no position " + event.position());
                LetterTable.set(
                        insert,
                        event.tenant(),
                        generation.projection(),
                        generation.number(),
                        log,
                        event.stream(),
                        event.version(),
                        event.position(),
                        event.eventId(),
                        what.type(),
                        slip.cause().wire(),
                        slip.error(),
                        sealing.seal(slip, what),
                        slip.state().wire(),
                        Timestamp.from(now));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** What the log has at these positions. */
    private Map<Long, Found> found(int log, Collection<Long> positions) throws SQLException {
        var found = new HashMap<Long, Found>();
        try (var ask = connection.prepareStatement(FOUND)) {
            ask.setInt(1, log);
            ask.setArray(
                    2,
                    connection.createArrayOf(
                            "int8", positions.stream().map(String::valueOf).toArray(String[]::new)));
            try (var row = ask.executeQuery()) {
                while (row.next()) found.put(row.getLong(1), new Found(row.getString(2), row.getString(3)));
            }
        }
        return found;
    }
}

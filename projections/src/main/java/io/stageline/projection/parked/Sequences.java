package io.stageline.projection.parked;

import io.stageline.eventlog.Recorded;
import io.stageline.eventlog.StreamKey;
import io.stageline.projection.Generation;
import io.stageline.projection.parked.Letter.State;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which sequences of a generation are put aside on a log. Their names are kept in memory, so that batches without any of
 * them ask nothing; what is with those of a batch is asked in its transaction, as others may have retried them.
 */
final class Sequences {
    private static final int MOST = 100_000;
    private static final String NAMES = """
            SELECT DISTINCT tenant_id, stream_id
              FROM stageline.dead_letter
             WHERE projection = ? AND generation = ? AND log_id = ? AND state <> 'done'
             LIMIT ?""";
    private static final String STATES = """
            SELECT letter.tenant_id, letter.stream_id, min(letter.state)
              FROM unnest(?, ?) AS asked (tenant_id, stream_id)
              JOIN stageline.dead_letter AS letter USING (tenant_id, stream_id)
             WHERE letter.projection = ? AND letter.generation = ? AND letter.log_id = ? AND letter.state <> 'done'
             GROUP BY letter.tenant_id, letter.stream_id""";

    private final Generation generation;
    private final int log;
    private final Set<StreamKey> known = new HashSet<>();
    private boolean complete;
    private long next = -1;

    Sequences(Generation generation, int log) {
        this.generation = generation;
        this.log = log;
    }

    /** Those of the batch that are put aside, with what became of them. */
    Map<StreamKey, State> among(Connection connection, List<Recorded> batch) throws SQLException {
        // Whoever does not follow on its own last batch does not know what others parked in between.
        if (batch.get(0).position() != next) load(connection);
        if (complete && known.isEmpty()) return new HashMap<>();
        var asked = batch.stream()
                .map(Aside::sequence)
                .filter(sequence -> !complete || known.contains(sequence))
                .collect(Collectors.toSet());
        if (asked.isEmpty()) return new HashMap<>();
        var states = states(connection, asked);
        known.removeIf(sequence -> asked.contains(sequence) && !states.containsKey(sequence));
        return states;
    }

    /** The batch up to this position is written, and these sequences are put aside from it on. */
    void reached(long position, Collection<StreamKey> begun) {
        next = position + 1;
        known.addAll(begun);
        if (known.size() > MOST) complete = false;
    }

    private void load(Connection connection) throws SQLException {
        known.clear();
        try (var ask = connection.prepareStatement(NAMES)) {
            ask.setString(1, generation.projection());
            ask.setInt(2, generation.number());
            ask.setInt(3, log);
            ask.setInt(4, MOST + 1);
            try (var row = ask.executeQuery()) {
                while (row.next()) known.add(new StreamKey(row.getObject(1, UUID.class), row.getObject(2, UUID.class)));
            }
        }
        complete = known.size() <= MOST;
    }

    private Map<StreamKey, State> states(Connection connection, Set<StreamKey> asked) throws SQLException {
        var states = new HashMap<StreamKey, State>();
        try (var ask = connection.prepareStatement(STATES)) {
            ask.setArray(1, uuids(connection, asked, StreamKey::tenant));
            ask.setArray(2, uuids(connection, asked, StreamKey::stream));
            ask.setString(3, generation.projection());
            ask.setInt(4, generation.number());
            ask.setInt(5, log);
            try (var row = ask.executeQuery()) {
                while (row.next())
                    states.put(
                            new StreamKey(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                            State.ofWire(row.getString(3)));
            }
        }
        return states;
    }

    private static Array uuids(Connection connection, Set<StreamKey> asked, Function<StreamKey, UUID> id)
            throws SQLException {
        var ids = asked.stream().map(id).map(UUID::toString).toArray(String[]::new);
        return connection.createArrayOf("uuid", ids);
    }
}

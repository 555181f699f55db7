package io.stageline.projection.parked;

import io.stageline.eventlog.Recorded;
import io.stageline.projection.BulkFold;
import io.stageline.projection.Generation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A fold of a whole log that puts aside what cannot be read, with everything behind it in its stream. */
final class ParkingFold implements BulkFold {
    private final BulkFold inner;
    private final Generation generation;
    private final int log;
    private final Letters letters;
    private final Sequences sequences;

    ParkingFold(BulkFold inner, Generation generation, int log, Letters letters) {
        this.inner = inner;
        this.generation = generation;
        this.log = log;
        this.letters = letters;
        this.sequences = new Sequences(generation, log);
    }

    @Override
    public void fold(Connection connection, List<Recorded> events) throws SQLException {
        if (events.isEmpty()) return;
        var aside = new Aside(events, sequences.among(connection, events));
        inner.fold(connection, aside.without(events));
        letters.park(connection, generation, log, aside.slips());
        sequences.reached(events.get(events.size() - 1).position(), aside.begun());
    }

    @Override
    public boolean isFull() {
        return inner.isFull();
    }

    @Override
    public void flush(Connection connection) throws SQLException {
        inner.flush(connection);
    }
}

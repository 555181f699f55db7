package io.stageline.projection.parked;

import io.stageline.eventlog.Recorded;
import io.stageline.projection.BulkFold;
import io.stageline.projection.Generation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A fold of a whole log that puts aside what cannot be read or folded, with everything behind it in its stream. */
public final class ParkingFold implements BulkFold {
    private final BulkFold inner;
    private final Generation generation;
    private final int log;
    private final Letters letters;
    private final Sequences sequences;

    /** The events are those of one log; what they are folded into may hold rows of others too. */
    public ParkingFold(BulkFold inner, Generation generation, int log, Letters letters) {
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
        inPieces(connection, events, aside);
        mustBeTheException(aside);
        letters.park(connection, generation, log, aside.slips());
        sequences.reached(events.get(events.size() - 1).position(), aside.begun());
    }

    /** Halves what fails until the events that fail are alone. */
    private void inPieces(Connection connection, List<Recorded> events, Aside aside) throws SQLException {
        var rest = aside.without(events);
        var before = connection.setSavepoint();
        try {
            inner.fold(connection, rest);
            connection.releaseSavepoint(before);
            return;
        } catch (SQLException | RuntimeException failed) {
            if (Transient.is(failed, connection) || rest.size() == 1 && Withheld.is(rest.get(0))) throw failed;
            connection.rollback(before);
            connection.releaseSavepoint(before);
            if (rest.size() == 1) {
                aside.close(rest.get(0), Cause.of(failed), Cause.told(failed));
                mustBeTheException(aside);
                inner.fold(connection, List.of(Withheld.of(rest.get(0))));
                return;
            }
        }
        var half = rest.size() / 2;
        inPieces(connection, rest.subList(0, half), aside);
        inPieces(connection, rest.subList(half, rest.size()), aside);
    }

    private void mustBeTheException(Aside aside) {
        if (aside.isMostOfIt())
            throw new TooManyFailed(
                    generation.projection(), aside.begun().size(), aside.slips().get(0));
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

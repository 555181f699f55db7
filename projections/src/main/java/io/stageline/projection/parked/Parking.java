package io.stageline.projection.parked;

import io.stageline.eventlog.Recorded;
import io.stageline.projection.BulkFold;
import io.stageline.projection.Causes;
import io.stageline.projection.Generation;
import io.stageline.projection.Projection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * A projection that puts aside what it cannot fold, with everything behind it in its stream, and goes on with all others.
 * A batch that fails is first rolled back as ever; only when it comes again it is written in pieces. For one feed.
 */
public final class Parking implements Projection {
    private final Projection inner;
    private final Generation generation;
    private final int log;
    private final Letters letters;
    private final FailedRatio ratio;
    private final Stuck stuck;
    private final Sequences sequences;
    private long carefulUntil;
    private boolean impatient;
    private volatile boolean againAtOnce;

    public Parking(Projection inner, Generation generation, int log, Letters letters, FailedRatio ratio, Stuck stuck) {
        this.inner = inner;
        this.generation = generation;
        this.log = log;
        this.letters = letters;
        this.ratio = ratio;
        this.stuck = stuck;
        this.sequences = new Sequences(generation, log);
    }

    /** Whether the batch that just failed should come again without a long pause: it will be written in pieces. */
    public boolean againAtOnce() {
        return againAtOnce;
    }

    @Override
    public void write(Connection connection, List<Recorded> batch) throws SQLException {
        againAtOnce = false;
        if (batch.isEmpty()) return;
        try {
            writeOrPark(connection, batch);
            impatient = false;
            stuck.wrote(generation.token(log));
        } catch (SQLException | RuntimeException failed) {
            impatient = stuck.failed(generation.token(log), batch.get(0).position(), failed);
            throw failed;
        }
    }

    private void writeOrPark(Connection connection, List<Recorded> batch) throws SQLException {
        var aside = new Aside(batch, sequences.among(connection, batch));
        var rest = aside.without(batch);
        if (batch.get(0).position() > carefulUntil) atOnce(connection, rest);
        else inPieces(connection, rest, aside);
        mustBeTheException(aside);
        letters.park(connection, generation, log, aside.slips());
        if (inner.forget(connection, aside.events())) letters.newEdition(connection, generation);
        written(batch, aside);
    }

    private void atOnce(Connection connection, List<Recorded> events) throws SQLException {
        try {
            inner.write(connection, events);
        } catch (SQLException | RuntimeException failed) {
            if (!isOfTheMoment(failed, connection)) {
                carefulUntil = events.get(events.size() - 1).position();
                againAtOnce = true;
            }
            throw failed;
        }
    }

    /** What has failed like this for a minute is not of the moment, if it may be due to one event. */
    private boolean isOfTheMoment(Exception failed, Connection connection) {
        return Transient.is(failed, connection) && !(impatient && Transient.isPerhapsOfOneEvent(failed, connection));
    }

    /** Halves what fails until the events that fail are alone. */
    private void inPieces(Connection connection, List<Recorded> events, Aside aside) throws SQLException {
        var rest = aside.without(events);
        var before = connection.setSavepoint();
        try {
            inner.write(connection, rest);
            connection.releaseSavepoint(before);
            return;
        } catch (SQLException | RuntimeException failed) {
            if (isOfTheMoment(failed, connection) || rest.size() == 1 && Withheld.is(rest.get(0))) throw failed;
            connection.rollback(before);
            connection.releaseSavepoint(before);
            if (rest.size() == 1) {
                aside.close(rest.get(0), Cause.of(failed), Cause.told(failed));
                mustBeTheException(aside);
                inner.write(connection, List.of(Withheld.of(rest.get(0))));
                return;
            }
        }
        var half = rest.size() / 2;
        inPieces(connection, rest.subList(0, half), aside);
        inPieces(connection, rest.subList(half, rest.size()), aside);
    }

    /** A broken version of the application must not park the world. */
    private void mustBeTheException(Aside aside) {
        var begun = aside.begun().size();
        if (begun == 0 || !aside.isMostOfIt() && !ratio.isTheRule(aside.left(), begun)) return;
        ratio.seen(0, begun, 0);
        throw new TooManyFailed(name(), begun, aside.slips().get(0));
    }

    private void written(List<Recorded> batch, Aside aside) {
        sequences.reached(batch.get(batch.size() - 1).position(), aside.begun());
        var parked = aside.slips().stream().filter(Slip::isParked).toList();
        parked.forEach(slip -> ratio.parked(slip.cause()));
        ratio.seen(aside.left(), parked.size(), aside.begun().size());
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public int shape() {
        return inner.shape();
    }

    @Override
    public Set<Class<?>> unasked() {
        return inner.unasked();
    }

    @Override
    public void writeLate(Connection connection, List<Recorded> sequence) throws SQLException {
        inner.writeLate(connection, sequence);
    }

    @Override
    public boolean forget(Connection connection, List<Recorded> withheld) throws SQLException {
        return inner.forget(connection, withheld);
    }

    @Override
    public BulkFold bulk(int mostRows) {
        return new ParkingFold(inner.bulk(mostRows), generation, log, letters);
    }

    @Override
    public List<String> finish() {
        return inner.finish();
    }

    @Override
    public Set<String> plainTexts() {
        return inner.plainTexts();
    }

    @Override
    public Causes causes() {
        return inner.causes();
    }
}

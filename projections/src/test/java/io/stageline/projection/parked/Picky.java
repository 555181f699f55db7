package io.stageline.projection.parked;

import io.stageline.eventlog.Recorded;
import io.stageline.projection.BulkFold;
import io.stageline.projection.Causes;
import io.stageline.projection.Projection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A projection that writes and then fails, whenever there is an event among the batch that it does not like. */
final class Picky implements Projection {
    private final Projection inner;
    private final List<Integer> sizes = new ArrayList<>();
    private Predicate<Recorded> dislikes = event -> false;
    private SQLException failure = new SQLException("what it says is personal", "23514");

    Picky(Projection inner) {
        this.inner = inner;
    }

    Picky dislikes(Predicate<Recorded> events) {
        dislikes = event -> !Withheld.is(event) && events.test(event);
        return this;
    }

    Picky failsWith(SQLException what) {
        failure = what;
        return this;
    }

    /** How many events were written at once, each time. */
    List<Integer> sizes() {
        return sizes;
    }

    @Override
    public void write(Connection connection, List<Recorded> batch) throws SQLException {
        sizes.add(batch.size());
        inner.write(connection, batch);
        if (batch.stream().anyMatch(dislikes)) throw failure;
    }

    @Override
    public void writeLate(Connection connection, List<Recorded> sequence) throws SQLException {
        inner.writeLate(connection, sequence);
        if (sequence.stream().anyMatch(dislikes)) throw failure;
    }

    @Override
    public boolean forget(Connection connection, List<Recorded> withheld) throws SQLException {
        return inner.forget(connection, withheld);
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
    public BulkFold bulk(int mostRows) {
        return inner.bulk(mostRows);
    }

    @Override
    public List<String> finish() {
        return inner.finish();
    }

    @Override
    public Causes causes() {
        return inner.causes();
    }
}

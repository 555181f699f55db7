package io.stageline.projection.verify;

import io.stageline.eventlog.Recorded;
import io.stageline.projection.Causes;
import io.stageline.projection.Projection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A grid that is folded batch by batch, so that its rows are made the other way than those of a bulk fold. */
record OnlyBatches(Projection grid) implements Projection {
    @Override
    public String name() {
        return grid.name();
    }

    @Override
    public int shape() {
        return grid.shape();
    }

    @Override
    public void write(Connection connection, List<Recorded> batch) throws SQLException {
        grid.write(connection, batch);
    }

    @Override
    public void writeLate(Connection connection, List<Recorded> sequence) throws SQLException {
        grid.writeLate(connection, sequence);
    }

    @Override
    public Causes causes() {
        return grid.causes();
    }
}

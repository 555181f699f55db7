package io.stageline.projection;

import io.stageline.eventlog.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The bulk fold of any projection: what it does with a batch anyway. It holds nothing, and needs the tables with their keys. */
public final class BatchByBatch implements BulkFold {
    private final Projection projection;

    public BatchByBatch(Projection projection) {
        this.projection = projection;
    }

    @Override
    public void fold(Connection generation, List<Recorded> events) throws SQLException {
        projection.write(generation, events);
    }

    @Override
    public boolean isFull() {
        return false;
    }

    /** Nothing is left to write. */
    @Override
    public void flush(Connection generation) {}
}

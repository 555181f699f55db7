package io.stageline.cli.replay;

import io.stageline.projection.Projection;
import io.stageline.projection.bulk.ReplayLock;
import io.stageline.projection.bulk.ReplayLock.Held;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;

/** The locks of several projections, all of them or none. */
final class Locks implements AutoCloseable {
    private final Deque<ReplayLock> taken = new ArrayDeque<>();

    private Locks() {}

    static Locks take(DataSource database, List<Projection> projections, String holder) throws SQLException, Held {
        var locks = new Locks();
        try {
            for (var projection : projections) locks.taken.push(ReplayLock.take(database, projection.name(), holder));
            return locks;
        } catch (SQLException | Held failed) {
            locks.close();
            throw failed;
        }
    }

    @Override
    public void close() throws SQLException {
        while (!taken.isEmpty()) taken.pop().close();
    }
}
